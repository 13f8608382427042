import BalloonKit
import Controller

/// Liveness of the first promise: whatever came before, once all is quiet the line is held where that is surely possible.
public struct QuietLineChecker: Checker {
    public let name = "quiet-line"
    public let rule = "After two minutes of quiet usage is at or under the limit if working sets and reserves fit."

    private static let patience = 120.0
    /// Reported once a spell, not once a cycle.
    private var isReported = false

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let quiet = cycle.quietFor, quiet >= Self.patience, !isReported else { return }
        let limit = cycle.decision.watermarks.limit
        guard cycle.world.host.used > limit else { return }
        let need = QuietPool(cycle).need
        guard need < cycle.decision.watermarks.low else { return }
        isReported = true
        findings.add(self, nil, "\(cycle.world.host.used) used of \(limit) although \(need) suffices")
    }
}

import BalloonKit
import Controller

/// Liveness of the first promise: whatever came before, once all is quiet the line is held where that is surely possible.
public struct QuietLineChecker: Checker {
    public let name = "quiet-line"
    public let rule =
        "After two minutes of quiet usage is at or under the limit if working sets and reserves have fitted for one."

    private static let patience = 120.0
    private static let settling = 60.0
    /// A guest whose back-off has just ended could not be moved before.
    private var fitsSince: Double?
    /// Reported once a spell, not once a cycle.
    private var isReported = false

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        let marks = cycle.decision.watermarks
        guard !isReported, let quiet = cycle.quietFor, cycle.world.host.used > marks.limit else {
            return fitsSince = nil
        }
        let need = QuietPool(cycle).need
        guard need < marks.low else { return fitsSince = nil }
        let since = fitsSince ?? cycle.world.time
        fitsSince = since
        guard quiet >= Self.patience, cycle.world.time - since >= Self.settling else { return }
        isReported = true
        findings.add(self, nil, "\(cycle.world.host.used) used of \(marks.limit) although \(need) suffices")
    }
}

import BalloonKit
import Controller

/// Liveness of calm: from a pool in which nothing happens nothing is taken any more.
///
/// Only where rest is to be had: enough memory for working sets and reserves. Where there is not, squeezing goes on. What
/// is sent for pins, withdrawals and bounds is not a policy's doing (a bound may wait for the end of a back-off). Giving back
/// comes to its end by itself, and may begin late, when same-page merging has made the room for it. Where a guest that nobody can
/// help grows and dies and grows again, there is no quiet.
public struct QuietMovesChecker: Checker {
    public let name = "quiet-moves"
    public let rule = "After five minutes of quiet, with memory to spare, nothing is taken from anybody any more."

    private static let patience = 300.0

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let quiet = cycle.quietFor, quiet >= Self.patience else { return }
        let cuts = cycle.guests.filter { $0.command?.action == .reclaim && !$0.isForBounds }
        guard !cuts.isEmpty else { return }
        let pool = QuietPool(cycle)
        guard !pool.isRestless, pool.need < cycle.decision.watermarks.low else { return }
        for guest in cuts where pool.movable.contains(guest.name) {
            guard let command = guest.command else { continue }
            findings.add(
                self, guest.name, "cut to \(command.to) (\(guest.verdict?.reason.code.rawValue ?? "")) in quiet times")
        }
    }
}

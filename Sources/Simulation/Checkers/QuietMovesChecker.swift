import BalloonKit
import Controller

/// Liveness of calm: a pool in which nothing happens comes to rest.
///
/// Only where rest is to be had: enough memory for working sets and reserves. Where there is not, squeezing goes on. What
/// is sent for pins, withdrawals and bounds is not a policy's doing (a bound may wait for the end of a back-off), and a
/// reserve that a squeeze took goes back when there is room, however late that is. Where a guest that nobody can help grows and
/// dies and grows again, there is no quiet.
public struct QuietMovesChecker: Checker {
    public let name = "quiet-moves"
    public let rule = "After five minutes of quiet, with memory to spare, nothing is moved any more."

    private static let patience = 300.0

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let quiet = cycle.quietFor, quiet >= Self.patience else { return }
        let commands = cycle.guests.filter { $0.command?.action == .reclaim || $0.command?.action == .grant }
        guard !commands.isEmpty else { return }
        let pool = QuietPool(cycle)
        guard !pool.isRestless, pool.need < cycle.decision.watermarks.low else { return }
        for guest in commands where pool.movable.contains(guest.name) {
            guard let command = guest.command, !guest.isForBounds, guest.verdict?.reason.code != .shortOfReserve
            else { continue }
            findings.add(
                self, guest.name,
                "\(command.action.rawValue) to \(command.to) (\(guest.verdict?.reason.code.rawValue ?? "")) in quiet times"
            )
        }
    }
}

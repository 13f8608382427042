import BalloonKit
import Controller

/// A guest that could not reach a target is left alone: a standing request makes it kill (facts about the guest's driver).
public struct BackOffChecker: Checker {
    public let name = "back-off"
    public let rule = "After a target had to be taken back, nothing is reclaimed from the guest for 30 s."

    private static let least = Duration.seconds(30)

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            guard let command = guest.command, command.action == .reclaim, !guest.isEasing,
                let withdrawn = guest.past.lastWithdrawal,
                cycle.now - withdrawn < Self.least
            else { continue }
            findings.add(
                self, guest.name, "cut to \(command.to) \((cycle.now - withdrawn).inSeconds) s after a withdrawal")
        }
    }
}

import BalloonKit
import Controller

/// No guest goes back and forth without need.
///
/// Exempt as documented: reclaims while the line is about to be crossed or guests' growth will cross it; grants to guests in
/// need, and of a reserve that a squeeze took; what the operator's bounds, a pin or a withdrawal demands.
public struct CoolDownChecker: Checker {
    public let name = "cool-down"
    public let rule =
        "A guest is moved the other way only after the cool-down, unless it is in need or the line in danger."

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            guard let command = guest.command, !guest.isForBounds, !guest.isEasing else { continue }
            let opposite: MonotonicTime?
            switch command.action {
            case .reclaim where !cycle.isCrossing && guest.verdict?.reason.code != .growthAhead:
                opposite = guest.past.lastGrant
            case .grant where !guest.isInNeed && guest.verdict?.reason.code != .shortOfReserve:
                opposite = guest.past.lastReclaim
            default: opposite = nil
            }
            guard let opposite, cycle.now - opposite < cycle.settings.coolDown else { continue }
            findings.add(
                self, guest.name, "\(command.action.rawValue) \((cycle.now - opposite).inSeconds) s after the opposite")
        }
    }
}

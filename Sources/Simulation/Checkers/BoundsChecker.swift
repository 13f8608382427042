import BalloonKit
import Controller

/// Floor <= target <= ceiling, with the exceptions that are documented:
///
/// - A grant out of scarce headroom may stop short of a floor that lies above it, and says `headroom`.
/// - A reclaim towards a ceiling that was lowered may stop above it, for the step limit or the working set.
/// - A pin is the operator's own bound: 1 MiB to the guest's maximum, rounded to the page.
/// - A withdrawal goes up only, and no further than the maximum.
public struct BoundsChecker: Checker {
    public let name = "bounds"
    public let rule = "Every target lies between floor and ceiling, and on the side of actual that its action says."

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            if guest.verdict?.action == .hold, guest.verdict?.target != nil {
                findings.add(self, guest.name, "a held guest is sent a target")
            }
            guard let command = guest.command else { continue }
            guard let maximum = guest.maximum, let floor = guest.floor, let ceiling = guest.ceiling else {
                findings.add(self, guest.name, "a guest of unknown size is sent \(command.to)")
                continue
            }
            let isRight =
                switch command.action {
                case .hold: false
                case .reclaim:
                    (command.to < command.from || guest.isEasing) && command.to >= floor
                        && (command.to <= ceiling || guest.isClamped(by: .stepLimit, .workingSet))
                case .grant:
                    command.to > command.from && command.to <= ceiling
                        && (command.to >= floor || guest.isClamped(by: .headroom))
                case .withdraw: command.to >= command.from && command.to <= max(maximum, command.from)
                case .pin: command.to >= .mebibytes(1) && command.to <= maximum
                }
            if !isRight {
                let bounds = "floor \(floor), ceiling \(ceiling), maximum \(maximum)"
                findings.add(
                    self, guest.name, "\(command.action.rawValue) from \(command.from) to \(command.to) with \(bounds)")
            }
        }
    }
}

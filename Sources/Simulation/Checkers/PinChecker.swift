import BalloonKit
import Controller

/// The operator's fixed target is sent in the cycle in which QEMU answers, and nothing else is.
///
/// A pin that the guest could not reach is withdrawn and tried again after a back-off: the guest would kill for it otherwise.
public struct PinChecker: Checker {
    public let name = "pins"
    public let rule = "A pin is sent at once and exactly, and no policy moves a pinned guest."

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            if let verdict = guest.verdict, guest.known.pin == nil, verdict.action == .pin {
                findings.add(self, guest.name, "sent a pin that nobody set")
            }
            guard let pin = guest.known.pin, let verdict = guest.verdict else { continue }
            if verdict.action == .reclaim || verdict.action == .grant {
                findings.add(self, guest.name, "a policy moves a guest pinned to \(pin.target)")
            }
            guard [.fresh, .stale, .unmanaged].contains(guest.known.sample.state), let goal = goal(pin, guest),
                let actual = guest.known.sample.actual, actual > .zero
            else { continue }
            let isPostponed = verdict.action == .withdraw || verdict.reason.code == .pinUnreachable
            if verdict.action == .pin, let target = verdict.target, target != goal {
                findings.add(self, guest.name, "pinned to \(goal), sent \(target)")
            } else if !isPostponed, verdict.target == nil, (guest.known.sample.target ?? actual) != goal {
                findings.add(self, guest.name, "pinned to \(goal), which is not sent")
            }
        }
    }

    private func goal(_ pin: Pin, _ guest: CheckedGuest) -> ByteCount? {
        guard let maximum = guest.known.sample.maximum, maximum >= .mebibytes(1) else { return nil }
        return min(max(pin.target, .mebibytes(1)), maximum).roundedDown(to: .page)
    }
}

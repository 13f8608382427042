import BalloonKit
import Controller

/// Decides each cycle once more: on a copy of the governor as it was, and on the same world with its guests in another order.
public struct DeterminismChecker: Checker {
    public let name = "determinism"
    public let rule = "Equal governors that are told the same decide the same, to the last bit of their memory."

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard var again = cycle.governor else { return }
        var other = again
        let second = again.decide(cycle.snapshot)
        if second != cycle.decision {
            findings.add(self, difference(second, cycle.decision), "decided twice, differently")
        }
        // Every other cycle is enough for the order of guests, and half the work.
        guard cycle.snapshot.cycle % 2 == 0, cycle.snapshot.guests.count > 1 else { return }
        var turned = cycle.snapshot
        turned.guests.reverse()
        let third = other.decide(turned)
        if third != cycle.decision {
            findings.add(self, difference(third, cycle.decision), "the order of guests changed the decision")
        }
        guard let first = again as? ControllingGovernor, let last = other as? ControllingGovernor,
            first.state != last.state
        else { return }
        findings.add(self, nil, "the order of guests changed what is remembered")
    }

    /// The first guest that is decided otherwise; nil when the pool is.
    private func difference(_ one: Decision, _ other: Decision) -> String? {
        zip(one.verdicts, other.verdicts).first { $0 != $1 }?.0.guest
    }
}

import BalloonKit
import Controller

/// An operator who stopped KSM finds it stopped, and one who started it finds it scanning, whoever else writes to it.
///
/// A write that was undone is noticed in the next cycle, and given the kernel's 3 s. A daemon that has set it right a few times
/// leaves it to the other and raises an alarm, which is as it promised.
public struct KSMOrderChecker: Checker {
    public let name = "ksm-order"
    public let rule =
        "What an operator says about KSM is so within 5 s, unless another contests it and an alarm says so."

    private static let patience = 5.0
    private var wrongSince: Double?

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let hold = cycle.snapshot.ksmOrder.hold, let sample = cycle.snapshot.pool.ksm else {
            return wrongSince = nil
        }
        if hold == .stop, case .run? = cycle.decision.ksm {
            findings.add(self, nil, "asked to scan although an operator has stopped it")
        }
        let isWrong = (sample.run == 1) != (hold == .start)
        guard isWrong, !isContested(cycle), !wasJustMeddled(cycle) else { return wrongSince = nil }
        let since = wrongSince ?? cycle.world.time
        wrongSince = since
        guard cycle.world.time - since > Self.patience else { return }
        wrongSince = nil
        findings.add(self, nil, "run is \(sample.run) although an operator said \(hold.rawValue)")
    }

    /// Who writes again at once, between any two looks, cannot be told from a write that was never carried out.
    private func wasJustMeddled(_ cycle: CheckedCycle) -> Bool {
        cycle.world.host.plan.ksmWrites.contains { (0...Self.patience).contains(cycle.world.time - $0.time) }
    }

    private func isContested(_ cycle: CheckedCycle) -> Bool {
        cycle.decision.alarms.contains { $0.code == .ksmContested }
    }
}

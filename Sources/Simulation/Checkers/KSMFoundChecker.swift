import BalloonKit
import Controller

/// Who had KSM run before the daemon came has it run when the daemon is done with it, as fast as before; where it stood it stands.
///
/// Speed matters only to a scanner that runs: the rest is put back on exit. Once another program has written, nobody can say
/// what was found. While the pool is paused nothing is done about KSM, not even this.
public struct KSMFoundChecker: Checker {
    public let name = "ksm-found"
    public let rule = "A daemon that is done with KSM leaves it as it was found."

    private static let patience = 5.0
    private var wrongSince: Double?

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let found = cycle.world.ksmFound, let sample = cycle.snapshot.pool.ksm, isDone(cycle),
            !isAsFound(KSMSetting(sample), found)
        else { return wrongSince = nil }
        let since = wrongSince ?? cycle.world.time
        wrongSince = since
        guard cycle.world.time - since > Self.patience else { return }
        wrongSince = nil
        findings.add(self, nil, "run is \(sample.run), was found \(found.run), and nobody governs it")
    }

    private func isDone(_ cycle: CheckedCycle) -> Bool {
        guard cycle.snapshot.ksmOrder.hold == nil, !cycle.snapshot.isPaused, cycle.decision.ksm == nil else {
            return false
        }
        return [.off, .resting].contains(cycle.decision.ksmStatus?.phase)
    }

    private func isAsFound(_ setting: KSMSetting, _ found: KSMSetting) -> Bool {
        found.run == 1 ? setting == found : setting.run != 1
    }
}

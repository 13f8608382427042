import BalloonKit
import Controller

/// The merge rung stays within what the operator allows.
///
/// A pause ends what was scanning; an operator's word about KSM holds through it. The cap is on what ksmd was measured to use,
/// over half a minute: a pace is set for a load that is only then seen, and what went over is paid back. After the
/// first directive the pace has 10 s to settle. What ksmd uses at a setting that another program wrote is not the daemon's
/// doing.
public struct KSMChecker: Checker {
    public let name = "ksm"
    public let rule = "KSM is touched only in mode auto and unpaused, and ksmd keeps its processor cap."

    private static let span = 30.0
    private static let settling = 10.0
    /// Share of a processor by which the cap may be missed.
    private static let tolerance = 0.02

    /// The last that was asked for; nil once scanning was ended.
    private var asked: KSMSetting?
    private var startedAt: Double?
    private var readings: [(time: Double, used: Double)] = []

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        checkCap(cycle, &findings)
        guard let directive = cycle.decision.ksm else { return }
        if cycle.settings.ksm.mode == .off { findings.add(self, nil, "directed although it is off") }
        if cycle.snapshot.isPaused, cycle.snapshot.ksmOrder.hold == nil, directive != .stop {
            findings.add(self, nil, "directed although the pool is paused")
        }
        if case .run(let pages, let sleep) = directive {
            if pages <= 0 || sleep <= .zero { findings.add(self, nil, "\(pages) pages every \(sleep)") }
            asked = KSMSetting(run: 1, pagesToScan: pages, sleep: sleep)
        } else {
            asked = nil
        }
    }

    private mutating func checkCap(_ cycle: CheckedCycle, _ findings: inout Findings) {
        let time = cycle.world.time
        guard !cycle.hasRestarted, let asked, let sample = cycle.snapshot.pool.ksm, KSMSetting(sample) == asked,
            let used = sample.scannerTime?.inSeconds
        else {
            if cycle.hasRestarted { asked = nil }
            startedAt = nil
            readings = []
            return
        }
        let start = startedAt ?? time
        startedAt = start
        guard time - start >= Self.settling else { return }
        readings.append((time, used))
        guard let first = readings.first, time - first.time >= Self.span else { return }
        let share = (used - first.used) / (time - first.time)
        if share > cycle.settings.ksm.cpuLimit + Self.tolerance {
            findings.add(self, nil, "ksmd used \((share * 1000).rounded() / 10) % of a processor")
        }
        readings.removeAll()
    }
}

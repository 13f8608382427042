import BalloonKit
import Controller

/// What a rule wants of this cycle, on its way to a decision: its targets as they are, behind no guardrail.
struct Ruling {
    private let snapshot: Snapshot
    private let settings: ControllerSettings
    private var verdicts: [Int: Verdict] = [:]
    private var granted = ByteCount.zero
    private var reclaimed = ByteCount.zero
    var ksm: KSMDirective?

    init(_ snapshot: Snapshot, settings: ControllerSettings) {
        self.snapshot = snapshot
        self.settings = settings
    }

    /// Asks for a target; one that the guest has already is not sent.
    mutating func set(_ guest: FieldGuest, to target: ByteCount, because code: Reason.Code) {
        let change = target - guest.actual
        guard change != .zero, snapshot.guests.indices.contains(guest.index) else { return }
        verdicts[guest.index] = Verdict(
            guest: guest.name, action: change < .zero ? .reclaim : .grant, actual: guest.actual, proposed: target,
            target: target, reason: Reason(code, amount: change.magnitude),
            assessment: GuestAssessment(name: guest.name), outlook: outlook)
        guard change < .zero else { return granted += change }
        reclaimed += ((snapshot.guests[guest.index].sample.residentRAM ?? .zero) - target).clampedToZero
    }

    /// A verdict for every guest: what was asked for, and for the others that nothing was.
    func decision() -> Decision {
        let used = snapshot.pool.used
        var decision = Decision(
            cycle: snapshot.cycle, time: snapshot.time,
            forecast: Forecast(used: used, slope: .zero, inFlight: .zero, predicted: used),
            watermarks: settings.watermarks(of: snapshot.pool.total), outlook: outlook)
        decision.verdicts = snapshot.guests.indices.map { verdicts[$0] ?? held(snapshot.guests[$0].sample) }
        decision.rung = reclaimed > .zero ? .reclaim : .normal
        decision.reclaimed = reclaimed
        decision.granted = granted
        decision.ksm = ksm
        return decision
    }

    /// None of these rules looks ahead.
    private var outlook: Outlook { Outlook(usage: snapshot.pool.usage, within: .zero) }

    private func held(_ sample: GuestSample) -> Verdict {
        Verdict(
            guest: sample.name, actual: sample.actual, reason: Reason(.noNeed),
            assessment: GuestAssessment(name: sample.name), outlook: outlook)
    }
}

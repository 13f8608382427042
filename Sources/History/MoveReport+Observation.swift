import BalloonKit
import ControlProtocol
import Controller

extension MoveReport {
    /// A verdict that sends a target, with everything it was decided on.
    init(_ verdict: Verdict, target: ByteCount, of guest: Snapshot.Guest, in observation: CycleObservation) {
        let decision = observation.decision
        let known = decision.verdicts.filter { $0.assessment.workingSet != nil }
        let idle = verdict.assessment.idle
        self.init(
            time: observation.wall, cycle: decision.cycle, guest: verdict.guest, action: verdict.action.rawValue,
            actual: verdict.actual, target: target, reason: ReasonReport(verdict.reason),
            guardrails: verdict.guardrails.map(ReasonReport.init), account: verdict.account, policy: decision.policy,
            isDryRun: observation.isDryRun, pool: MovePool(observation),
            inputs: GuestInputs(guest: guest, assessment: verdict.assessment),
            idleRank: verdict.assessment.workingSet == nil ? nil : 1 + known.count { $0.assessment.idle > idle },
            guests: known.count)
    }

    /// What an operator fixed between two cycles, on what the last cycle knew.
    init(
        pinned name: String, target: ByteCount, account: String, wall: UnixTime, isDryRun: Bool,
        after observation: CycleObservation
    ) {
        let known = observation.guest(name)
        let reason = Reason(.pinned, amount: target)
        var inputs = GuestInputs()
        if let known { inputs = GuestInputs(guest: known.guest, assessment: known.verdict.assessment) }
        self.init(
            time: wall, cycle: observation.decision.cycle, guest: name, action: Action.pin.rawValue,
            actual: known?.guest.sample.actual, target: target, reason: ReasonReport(reason), account: account,
            isDryRun: isDryRun, pool: MovePool(observation), inputs: inputs)
    }
}

extension MovePool {
    init(_ observation: CycleObservation) {
        let decision = observation.decision
        self.init(
            total: observation.snapshot.pool.total, used: decision.forecast.used, slope: decision.forecast.slope,
            predicted: decision.forecast.predicted, reaction: decision.outlook.within,
            limit: decision.watermarks.limit, highWatermark: decision.watermarks.high,
            lowWatermark: decision.watermarks.low, rung: decision.rung.rawValue)
    }
}

extension ReasonReport {
    init(_ reason: Reason) {
        self.init(code: reason.code.rawValue, amount: reason.amount, sentence: reason.sentence)
    }
}

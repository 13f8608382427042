import BalloonKit
import ControlProtocol
import Controller

/// Turns what the loop remembers into the reports of the control socket. Values in, values out.
struct Reporter {
    let record: CycleRecord
    /// As they are now, sorted by name: a pin shows as soon as it is set, not with the next cycle.
    let present: [Snapshot.Guest]
    let outcomes: GuestOutcomes
    let limit: Double
    let poolKind: String
    let now: MonotonicTime

    func pool() -> PoolReport {
        let pool = record.snapshot.pool
        let marks = record.decision.watermarks
        return PoolReport(
            kind: poolKind, total: pool.total, used: pool.used, available: pool.available, usage: pool.usage,
            limit: limit, highWatermark: marks.high.fraction(of: pool.total),
            lowWatermark: marks.low.fraction(of: pool.total), predicted: record.decision.forecast.predicted,
            slope: record.decision.forecast.slope, swapUsed: pool.swapUsed,
            pressureSome: pool.pressureSome.map { $0 / 100 }, pressureFull: pool.pressureFull.map { $0 / 100 })
    }

    func alarms() -> [AlarmReport] {
        record.decision.alarms.map { AlarmReport(code: $0.code.rawValue, sentence: $0.sentence) }
    }

    func guestCounts() -> [String: Int] {
        record.snapshot.guests.reduce(into: [:]) { $0[$1.sample.state.rawValue, default: 0] += 1 }
    }

    func ksm() -> KSMSummary? {
        record.snapshot.pool.ksm.map {
            KSMSummary(
                run: $0.run, saved: $0.saved, phase: record.decision.ksmStatus?.phase.rawValue,
                hold: record.snapshot.ksmOrder.hold?.rawValue)
        }
    }

    /// Rows by name; `name` limits them to one guest.
    func guests(named name: String? = nil, socket: (String) -> String?) -> [GuestReport] {
        present.filter { name == nil || $0.sample.name == name }
            .map { report($0, verdict: verdict(of: $0.sample.name), socket: socket($0.sample.name)) }
    }

    /// Verdicts are sorted by name, as guests are; nil for a guest that came after the last cycle.
    private func verdict(of name: String) -> Verdict? {
        let verdicts = record.decision.verdicts
        var low = 0
        var high = verdicts.count
        while low < high {
            let middle = (low + high) / 2
            if verdicts[middle].guest < name { low = middle + 1 } else { high = middle }
        }
        return low < verdicts.count && verdicts[low].guest == name ? verdicts[low] : nil
    }

    func explanation(of name: String? = nil) -> Explain.Reply {
        let decision = record.decision
        var pool = PoolExplanation(
            cycle: decision.cycle, forecast: decision.forecast, watermarks: decision.watermarks,
            rung: decision.rung.rawValue, sentences: decision.poolSentences)
        pool.policy = decision.policy
        pool.policyReason = decision.policyReason.map(ReasonReport.init)
        let guests = zip(record.snapshot.guests, decision.verdicts)
            .filter { name == nil || $0.0.sample.name == name }
            .map { explanation($0.0, verdict: $0.1) }
        return Explain.Reply(pool: pool, guests: guests)
    }

    private func report(_ guest: Snapshot.Guest, verdict: Verdict?, socket: String?) -> GuestReport {
        let sample = guest.sample
        var report = GuestReport(name: sample.name, state: sample.state, stateReason: sample.stateReason)
        report.isRunning = sample.isRunning
        report.actual = sample.actual
        report.target = sample.target
        report.maximum = sample.maximum
        report.floor = guest.limits.floor
        report.ceiling = guest.limits.ceiling
        report.shares = guest.limits.shares
        report.available = sample.reported?.available
        report.workingSet = verdict?.assessment.workingSet
        report.reserve = verdict?.assessment.reserve
        report.idle = verdict?.assessment.idle
        report.resident = sample.resident
        report.statisticsAge = sample.statisticsAge
        report.isInDistress = verdict?.assessment.isInDistress ?? false
        report.cannotGive = verdict?.reason.code == .cannotGive || sample.traits?.returnsMemory == false
        report.isPaused = guest.isPaused
        report.pid = sample.pid
        report.socket = socket
        report.pin = guest.pin.map(PinReport.init)
        report.annotations = guest.annotations
        let last = lastMove(of: sample.name, under: verdict)
        report.lastAction = (last?.verdict ?? verdict)?.action.rawValue
        report.lastReason = (last?.verdict ?? verdict)?.reason.sentence
        report.lastMove = last.map { now - $0.time }
        return report
    }

    private func explanation(_ guest: Snapshot.Guest, verdict: Verdict) -> GuestExplanation {
        GuestExplanation(
            name: verdict.guest, action: verdict.action.rawValue, target: verdict.target,
            reason: ReasonReport(verdict.reason), guardrails: verdict.guardrails.map(ReasonReport.init),
            explanation: sentence(for: verdict), inputs: GuestInputs(guest: guest, assessment: verdict.assessment))
    }

    /// What holds now, and what was done last when that is something else. The guest's name stands beside it already.
    private func sentence(for verdict: Verdict) -> String {
        let present = "It is \(verdict.account)"
        guard verdict.target == nil, let last = lastMove(of: verdict.guest, under: verdict) else { return present }
        return "\(present). Last move, \((now - last.time).text) ago: \(last.verdict.account)"
    }

    /// What was done last. Nothing from before a pin: that moves the guest outside of a cycle, and later.
    private func lastMove(of guest: String, under verdict: Verdict?) -> GuestOutcomes.Move? {
        let last = outcomes.lastMoves[guest]
        guard verdict?.reason.code == .pinned, last?.verdict.reason.code != .pinned else { return last }
        return nil
    }
}

extension ReasonReport {
    init(_ reason: Reason) {
        self.init(code: reason.code.rawValue, amount: reason.amount, sentence: reason.sentence)
    }
}

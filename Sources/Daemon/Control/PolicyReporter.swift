import BalloonKit
import ControlProtocol
import Controller
import PolicySupervisor
import PolicyWire
import QMP

/// Turns what the desk knows of policies into the control socket's words. Values in, values out.
struct PolicyReporter {
    let report: PolicyDeskReport
    /// The last cycle's; nil before the first.
    let decision: Decision?
    let now: MonotonicTime

    func policies(_ offers: [PolicyOffer]) -> PolicyReport {
        let shadow = report.shadow.map { _ in status(of: report.shadowSeat) }
        return PolicyReport(
            active: status(of: report.seat), shadow: shadow, configured: report.settings.use,
            standIn: decision?.policyReason.map(ReasonReport.init), deadline: report.settings.deadline,
            mostFailures: report.settings.failures,
            available: offers.map { PolicyFileReport(name: $0.file.name, file: $0.file.path, problem: $0.problem) })
    }

    /// Adds what `status` says about policies.
    func add(to status: inout StatusReport) {
        status.policy = report.active
        status.policyState = (report.seat?.state ?? .running).rawValue
        status.policyReason = decision?.policyReason?.sentence
        status.shadowPolicy = report.shadow
        for seat in [report.seat, report.shadowSeat].compactMap({ $0 }) where seat.state == .quarantined {
            let why = seat.lastFailure.map { ": \($0.failure.sentence)" } ?? ""
            status.alarms.append(
                AlarmReport(
                    code: Reason.Code.policyQuarantined.rawValue,
                    sentence: "policy \(seat.name) is left out until 'balloonctl policy reinstate'\(why)"))
        }
    }

    func diff(_ ledger: ShadowLedger) throws(ControlFailure) -> PolicyDiffReport {
        guard let shadow = ledger.shadow else {
            throw ControlFailure(.genericError, "no policy runs in shadow: 'balloonctl policy shadow NAME' begins it")
        }
        return PolicyDiffReport(
            active: ledger.active, shadow: shadow, since: now - ledger.since, cycles: ledger.cycles,
            differing: ledger.differing, unanswered: ledger.unanswered, moved: ledger.moved,
            shadowMoved: ledger.shadowMoved,
            guests: ledger.guests.sorted { $0.key < $1.key }.map { name, guest in
                PolicyDiffGuest(
                    name: name, cycles: guest.cycles, differing: guest.differing, moved: guest.moved,
                    shadowMoved: guest.shadowMoved)
            },
            differences: ledger.differences.map(difference))
    }

    private func difference(_ difference: ShadowLedger.Difference) -> PolicyDifference {
        PolicyDifference(
            cycle: difference.cycle, guest: difference.guest, actual: difference.actual, target: difference.target,
            reason: ReasonReport(difference.reason), shadowTarget: difference.shadowTarget,
            shadowReason: ReasonReport(difference.shadowReason), ago: now - difference.time)
    }

    /// Without a seat it is the built-in policy, which needs no process and is always there.
    private func status(of seat: PolicySeatReport?) -> PolicyStatus {
        guard let seat else {
            let manifest = BuiltInPolicy.manifest
            var status = PolicyStatus(name: manifest.name, state: PolicySeatReport.State.running.rawValue)
            status.version = manifest.version
            status.summary = manifest.summary
            return status
        }
        var status = PolicyStatus(name: seat.name, state: seat.state.rawValue)
        status.version = seat.manifest?.version
        status.summary = seat.manifest?.summary
        status.file = seat.file
        let values = KnobValues(seat.knobs)
        status.knobs = seat.manifest?.knobs.map { KnobReport($0, value: values[$0]) } ?? []
        status.pid = seat.pid
        status.failuresCounted = seat.failuresCounted
        status.retryIn = seat.retryIn
        status.lastFailure = seat.lastFailure.map(failure)
        status.log = seat.log
        add(seat.tally, to: &status)
        return status
    }

    private func add(_ tally: PolicyTally, to status: inout PolicyStatus) {
        status.rounds = tally.rounds
        status.failures = tally.failures
        status.restarts = tally.restarts
        status.roundTime = tally.lastRound
        status.meanRound = tally.meanRound
        status.longestRound = tally.longestRound
    }

    private func failure(_ last: PolicySeatReport.Failure) -> PolicyFailureReport {
        PolicyFailureReport(
            code: code(of: last.failure.kind), sentence: last.failure.sentence, log: last.failure.log,
            ago: now - last.time)
    }

    private func code(of kind: PolicyFailure.Kind) -> String {
        guard case .refused(let refusal) = kind else { return kind.name }
        return refusal.rawValue
    }
}

extension PolicyDeskReport {
    /// Under their names on the control socket.
    var counters: [String: UInt64] {
        var counters: [String: UInt64] = [:]
        for (prefix, seat) in [("policy", seat), ("shadow", shadowSeat)] {
            counters["\(prefix)_rounds"] = seat?.tally.rounds ?? 0
            counters["\(prefix)_failures"] = seat?.tally.failures.values.reduce(0, &+) ?? 0
            counters["\(prefix)_restarts"] = seat?.tally.restarts ?? 0
        }
        return counters
    }
}

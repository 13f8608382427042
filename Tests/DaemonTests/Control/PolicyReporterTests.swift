import BalloonKit
import ControlProtocol
import Controller
import PolicySupervisor
import Testing

@testable import Daemon

@Suite("What operators are told of policies")
struct PolicyReporterTests {
    private let now = MonotonicTime(.seconds(1000))

    private var seat: PolicySeatReport {
        var tally = PolicyTally()
        tally.succeeded(in: .milliseconds(1))
        tally.succeeded(in: .milliseconds(3))
        tally.failed("died")
        tally.failed("died")
        tally.restarts = 1
        let knob = Knob("day-floor", "", range: 0...100, default: 25)
        let failure = PolicyFailure(.died, "signal 4", log: ["Fatal error"])
        return PolicySeatReport(
            name: "office-hours", state: .quarantined,
            manifest: PolicyManifest(name: "office-hours", version: "1.2", summary: "Hours.", knobs: [knob]),
            file: "/p/office-hours.so", knobs: ["day-floor": 40], pid: nil, tally: tally, failuresCounted: 2,
            retryIn: nil, lastFailure: PolicySeatReport.Failure(failure: failure, time: MonotonicTime(.seconds(990))),
            log: ["ready"], linesDropped: 0, repairs: ReplyRepairs())
    }

    private func reporter(_ seat: PolicySeatReport?, shadow: String? = nil, decision: Decision? = nil)
        -> PolicyReporter
    {
        let settings = PolicyDeskSettings(shadow: shadow)
        let report = PolicyDeskReport(
            active: seat?.name ?? PolicyDesk.builtIn, seat: seat, shadow: shadow, shadowSeat: nil, settings: settings)
        return PolicyReporter(report: report, decision: decision, now: now)
    }

    private func decision(target: Int64?, cycle: UInt64 = 7, reason: Reason.Code = .idleMemory) -> Decision {
        let outlook = Outlook(usage: 0.8, within: .seconds(1))
        let verdict = Verdict(
            guest: "web1", action: target == nil ? .hold : .reclaim, actual: .mebibytes(1000),
            target: target.map { .mebibytes($0) }, reason: Reason(reason), assessment: GuestAssessment(name: "web1"),
            outlook: outlook)
        return Decision(
            cycle: cycle, time: now,
            forecast: Forecast(used: .zero, slope: .zero, inFlight: .zero, predicted: .zero),
            watermarks: Watermarks(limit: .zero, high: .zero, low: .zero), outlook: outlook, verdicts: [verdict])
    }

    @Test("a plugin: its manifest with the knobs that hold, and how it fares")
    func plugin() {
        let status = reporter(seat).policies([]).active
        #expect(status.name == "office-hours" && status.version == "1.2" && status.summary == "Hours.")
        #expect(status.state == "quarantined" && status.file == "/p/office-hours.so" && status.pid == nil)
        #expect(status.knobs.map(\.value) == [40])
        #expect(status.rounds == 2 && status.meanRound == .milliseconds(2) && status.longestRound == .milliseconds(3))
        #expect(status.failures == ["died": 2] && status.failuresCounted == 2 && status.restarts == 1)
        #expect(
            status.lastFailure
                == PolicyFailureReport(code: "died", sentence: "signal 4", log: ["Fatal error"], ago: .seconds(10)))
        #expect(status.log == ["ready"])
    }

    @Test("the built-in policy is there without a seat, also in shadow; files come with what is wrong with them")
    func builtIn() {
        let offer = PolicyOffer(file: PolicyFile("/p/libtiers.so"), problem: "others may write to it")
        let report = reporter(nil, shadow: PolicyDesk.builtIn).policies([offer])
        #expect(report.active == report.shadow)
        #expect(report.active.name == "built-in" && report.active.state == "running" && report.active.file == nil)
        #expect(report.available == [PolicyFileReport(name: "tiers", file: "/p/libtiers.so", problem: offer.problem)])
        #expect(report.standIn == nil)
        #expect(reporter(seat).policies([]).shadow == nil)
    }

    @Test("status names who is to decide, who stands in and why, and calls for an operator when one is quarantined")
    func status() {
        var decision = decision(target: nil)
        decision.policy = PolicyDesk.builtIn
        decision.policyReason = Reason(.policyQuarantined)
        var status = StatusReport(version: "1", pid: 1, started: .zero, policy: "")
        let reporter = reporter(seat, shadow: PolicyDesk.builtIn, decision: decision)
        reporter.add(to: &status)
        #expect(status.policy == "office-hours" && status.policyState == "quarantined")
        #expect(status.shadowPolicy == "built-in")
        #expect(status.policyReason == Reason(.policyQuarantined).sentence)
        #expect(status.alarms.map(\.code) == ["policy-quarantined"])
        #expect(status.alarms.first?.sentence.contains("signal 4") == true)
        #expect(reporter.report.counters["policy_failures"] == 2)
        #expect(reporter.report.counters["shadow_rounds"] == 0)

        var calm = StatusReport(version: "1", pid: 1, started: .zero, policy: "")
        self.reporter(nil).add(to: &calm)
        #expect(calm.policy == "built-in" && calm.policyState == "running")
        #expect(calm.policyReason == nil && calm.alarms.isEmpty)
    }

    @Test("a shadow's ledger is told with its times; without a shadow there is none")
    func diff() throws {
        var ledger = ShadowLedger(active: "built-in", shadow: "tiers", since: MonotonicTime(.seconds(400)))
        ledger.record(
            actual: decision(target: 900), ghost: decision(target: nil, reason: "bronze-first"),
            at: MonotonicTime(.seconds(970)))
        let report = try reporter(nil, shadow: "tiers").diff(ledger)
        #expect(report.shadow == "tiers" && report.since == .seconds(600))
        #expect(report.cycles == 1 && report.differing == 1)
        #expect(report.moved == .mebibytes(100) && report.shadowMoved == .zero)
        #expect(
            report.guests == [
                PolicyDiffGuest(name: "web1", cycles: 1, differing: 1, moved: .mebibytes(100), shadowMoved: .zero)
            ])
        let difference = try #require(report.differences.first)
        #expect(difference.cycle == 7 && difference.ago == .seconds(30))
        #expect(difference.target == .mebibytes(900) && difference.shadowTarget == nil)
        #expect(difference.shadowReason?.code == "bronze-first")
        let none = ShadowLedger(active: "built-in", shadow: nil, since: now)
        #expect(throws: ControlFailure.self) { try self.reporter(nil).diff(none) }
    }
}

import BalloonKit
import Controller
import Glibc
import PolicySupervisor
import PolicyWire
import QMP
import Testing

@testable import Daemon

/// Answers every round at once.
private let obedient = """
    ready()
    while True:
        answer(hear()[1])
    """

@Suite("Who decides, and who watches")
struct PolicyDeskTests {
    private func with(
        _ script: String, change: (inout PolicyDeskSettings) -> Void = { _ in },
        _ body: (PolicyDeskBench) throws -> Void
    ) throws {
        try TemporaryDirectory.with { directory in
            let bench = try PolicyDeskBench(in: directory, script, change: change)
            try body(bench)
            try bench.stop()
        }
    }

    @Test("the configured plugin is started and answers by its name")
    func answers() throws {
        try with(obedient) { bench in
            #expect(try bench.with { $0.asksPlugin && $0.activeName == PolicyDeskBench.plugin })
            try bench.untilRunning()
            let counsel = try bench.ask()
            #expect(counsel.code == "env")
            #expect(counsel.policy == PolicyDeskBench.plugin)
            let report = try #require(try bench.with { $0.report.seat })
            #expect(report.manifest?.version == "3")
            #expect(report.tally.rounds == 1)
            #expect(report.tally.lastRound != nil && report.tally.lastRound == report.tally.meanRound)
            #expect(report.tally.failures.isEmpty)
            #expect(bench.log.count("policy started") == 1)
        }
    }

    @Test("a plugin that is still being started is not waited for")
    func starting() throws {
        try with("sleep()") { bench in
            let counsel = try bench.ask()
            #expect(counsel == .absent(Reason(.policyStarting), by: PolicyDeskBench.plugin))
            #expect(try bench.with { $0.report.seat?.state } == .starting)
        }
    }

    @Test("without a plugin nobody is asked")
    func builtIn() throws {
        try with(obedient, change: { $0.use = "built-in" }) { bench in
            let isBuiltIn = try bench.with { !$0.asksPlugin && $0.activeName == "built-in" && $0.report.seat == nil }
            #expect(isBuiltIn)
            let counsel = try bench.ask()
            #expect(counsel.isAbsent)
        }
    }

    @Test("a plugin that is late is replaced by another decision at once, and started again after a while")
    func late() throws {
        let script = """
            ready()
            hear()
            sys.stderr.write("thinking\\n")
            sys.stderr.flush()
            sleep()
            """
        try with(script, change: { $0.deadline = .milliseconds(200) }) { bench in
            try bench.untilRunning()
            #expect(try bench.ask().code == "policy-late")
            try bench.until("a failure") { $0.report.seat?.state != .running }
            let report = try #require(try bench.with { $0.report.seat })
            #expect(report.tally.failures == ["late": 1])
            #expect(report.log == ["thinking"])
            #expect(report.lastFailure?.failure.sentence == "it did not answer within 200ms")
            #expect(try bench.ask().isAbsent)
            try bench.until("another start") { $0.report.seat?.tally.restarts == 1 }
            try bench.untilRunning()
            #expect(bench.log.count("policy failed error=it did not answer within 200ms kind=late") == 1)
            #expect(bench.log.count("policy printed line=thinking") == 1)
            #expect(bench.log.count("policy is started again") == 1)
        }
    }

    @Test("a round that is still under way when the next begins does not hold it up")
    func busy() throws {
        let script = """
            ready()
            number = hear()[1]
            hear()
            """
        try with(script) { bench in
            try bench.untilRunning()
            let codes: [String?] = try bench.result { desk, done in
                // The first is completed by the end, when the desk is stopped.
                desk.ask(.sample()) { _ in }
                desk.ask(.sample()) { done([$0.code]) }
            }
            #expect(codes == ["policy-late"])
            #expect(try bench.with { $0.report.seat?.tally.failures } == [:])
        }
    }

    @Test("when the daemon's own thread is late, the loop does not wait for it either")
    func ownThreadIsLate() throws {
        try with(obedient, change: { $0.deadline = .milliseconds(10) }) { bench in
            try bench.untilRunning()
            // To write so many guests down takes far longer than the deadline.
            let counsel: Counsel = try bench.result { $0.ask(.sample(guests: 100_000), completion: $1) }
            #expect(
                counsel == .absent(Reason(.policyLate, remark: "no answer within 10ms"), by: PolicyDeskBench.plugin))
        }
    }

    @Test("too many failures lead to quarantine, and an operator leads out of it")
    func quarantine() throws {
        try with("ready()\nhear()\nsys.exit(1)", change: { $0.failures = 1 }) { bench in
            try bench.untilRunning()
            #expect(try bench.ask().code == "policy-died")
            let counsel = try bench.ask()
            #expect(
                counsel
                    == .absent(
                        Reason(.policyQuarantined, remark: "its process exited with status 1"),
                        by: PolicyDeskBench.plugin))
            #expect(try bench.with { $0.report.seat?.state } == .quarantined)
            #expect(bench.log.count("policy quarantined") == 1)
            let reinstated: Result<Void, ControlFailure> = try bench.result { $0.reinstate(completion: $1) }
            #expect(throws: Never.self) { try reinstated.get() }
            #expect(try bench.with { $0.report.seat?.state } == .running)
            #expect(try bench.with { $0.report.seat?.failuresCounted } == 0)
            let again: Result<Void, ControlFailure> = try bench.result { $0.reinstate(completion: $1) }
            #expect(throws: ControlFailure(.genericError, "no policy is quarantined or waits to be started again")) {
                try again.get()
            }
        }
    }

    @Test("a file that cannot be trusted is never loaded, and why is told")
    func untrusted() throws {
        try with(obedient, change: { $0.use = $0.host ?? "" }) { bench in
            try bench.until("quarantine") { $0.report.seat?.state == .quarantined }
            let failure = try #require(try bench.with { $0.report.seat?.lastFailure?.failure })
            #expect(failure.kind == .refused(.untrusted))
            #expect(try bench.ask().code == "policy-quarantined")
        }
    }

    // MARK: Orders

    @Test("another policy takes over after a dry round, and the old one ends")
    func use() throws {
        try with(obedient) { bench in
            try bench.untilRunning()
            _ = try bench.ask()
            let old = try #require(try bench.with { $0.report.seat?.pid })
            let switched: Result<PolicySwitch, ControlFailure> = try bench.result {
                $0.use(PolicyDeskBench.otherPlugin, completion: $1)
            }
            let answer = try switched.get()
            #expect(answer.from == PolicyDeskBench.plugin && answer.to == PolicyDeskBench.otherPlugin)
            #expect(answer.version == "3" && answer.roundTime != nil && !answer.isKept)
            #expect(try bench.ask().code == "tail")
            try bench.until("the old one's end") { _ in kill(old, 0) != 0 }
            let back: Result<PolicySwitch, ControlFailure> = try bench.result { $0.use("built-in", completion: $1) }
            #expect(try back.get().from == PolicyDeskBench.otherPlugin)
            #expect(try bench.with { !$0.asksPlugin })
        }
    }

    @Test(
        "a policy that does not come up, or fails its dry round, changes nothing",
        arguments: [
            ("sys.exit(4)", "its process exited with status 4"), ("ready()\nhear()\nsay(5)", "its answer is not that"),
        ])
    func useFails(script: String, sentence: String) throws {
        let both = "if plugin == 'tail':\n    " + script.replacing("\n", with: "\n    ") + "\n" + obedient
        try with(both) { bench in
            try bench.untilRunning()
            _ = try bench.ask()
            let pid = try bench.with { $0.report.seat?.pid }
            let switched: Result<PolicySwitch, ControlFailure> = try bench.result {
                $0.use(PolicyDeskBench.otherPlugin, completion: $1)
            }
            let failure = try #require(switched.failure)
            #expect(
                failure.description.hasPrefix("policy '\(PolicyDeskBench.otherPlugin)' cannot be used: \(sentence)"),
                "\(failure.description)")
            #expect(try bench.with { $0.activeName } == PolicyDeskBench.plugin)
            #expect(try bench.with { $0.report.seat?.pid } == pid)
            #expect(try bench.ask().code == "env")
        }
    }

    @Test("a policy in shadow is asked beside the active one, and forgotten when it is put off")
    func shadow() throws {
        try with(obedient, change: { $0.use = "built-in" }) { bench in
            #expect(try bench.with { $0.ledger.shadow } == nil)
            let on: Result<PolicySwitch, ControlFailure> = try bench.result {
                $0.shadow(PolicyDeskBench.plugin, completion: $1)
            }
            #expect(try on.get().to == PolicyDeskBench.plugin)
            #expect(try bench.with { $0.ledger.shadow } == PolicyDeskBench.plugin)
            let counsel: Counsel = try bench.result { $0.askShadow(.sample(), completion: $1) }
            #expect(counsel.code == "env")
            #expect(try bench.with { !$0.asksPlugin })
            let off: Result<PolicySwitch, ControlFailure> = try bench.result { $0.shadow(nil, completion: $1) }
            #expect(try off.get().from == PolicyDeskBench.plugin)
            #expect(try bench.with { $0.shadowName == nil && $0.ledger.shadow == nil })
        }
    }

    @Test("a reload switches to what the configuration now says")
    func reload() throws {
        try TemporaryDirectory.with { directory in
            let bench = try PolicyDeskBench(in: directory, obedient)
            try bench.untilRunning()
            let before = try bench.with { $0.report.seat?.pid }
            try bench.with { desk in
                var settings = desk.report.settings
                settings.failures = 9
                desk.reconfigure(settings)
            }
            #expect(try bench.with { $0.report.seat?.pid } == before, "nothing of the plugin's has changed")
            try bench.with { desk in
                var settings = desk.report.settings
                settings.shadow = PolicyDeskBench.otherPlugin
                settings.memory = .mebibytes(100)
                desk.reconfigure(settings)
            }
            try bench.until("a new process") { $0.report.seat?.pid != before && $0.report.shadowSeat != nil }
            #expect(try bench.ask().code == "env")
            try bench.stop()
        }
    }

    @Test("the end takes every process along")
    func stops() throws {
        try with(obedient, change: { $0.shadow = PolicyDeskBench.otherPlugin }) { bench in
            try bench.until("both") { $0.report.seat?.pid != nil && $0.report.shadowSeat?.pid != nil }
            let pids = try bench.with { [$0.report.seat?.pid, $0.report.shadowSeat?.pid].compactMap { $0 } }
            #expect(pids.count == 2)
            try bench.stop()
            for pid in pids { #expect(kill(pid, 0) != 0) }
        }
    }

    @Test("what lies in the directories is offered, with what is wrong with it")
    func offers() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("", to: "tiers.so")
            let bench = try PolicyDeskBench(in: directory, obedient) { $0.directories = [directory.root] }
            let offers: [PolicyOffer] = try bench.result { $0.offers(completion: $1) }
            #expect(offers.map(\.file.name) == ["tiers"])
            #expect(offers.first?.problem?.hasPrefix("/tmp can be written to") == true)
            try bench.stop()
        }
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}

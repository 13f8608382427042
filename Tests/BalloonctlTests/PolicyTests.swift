import BalloonKit
import ControlProtocol
import ControlSamples
import QMP
import Testing

@testable import balloonctl

@Suite("policy and annotate ask the right thing and show the answer")
struct PolicyTests {
    private func run(_ arguments: String..., asking expected: ControlRequest...) throws -> Outcome {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(words: arguments, to: daemon)
            #expect(daemon.requests == expected)
            #expect(outcome.status == 0)
            #expect(outcome.err == "")
            return outcome
        }
    }

    @Test("policy: who decides, who stands in and why, knobs as a table, then the shadow", arguments: [[], ["show"]])
    func show(words: [String]) throws {
        let outcome = try FakeDaemon.run(Replies.answer) { balloonctl(words: ["policy"] + words, to: $0) }
        #expect(outcome.status == 0)
        #expect(
            outcome.lines == [
                "policy    office-hours 1.2, backing off, tried again in 8.0 s",
                "does      Keeps floors high by day and low by night.",
                "stand-in  the built-in policy decides: the plugin's process ended",
                "file      /etc/balloond/policies/office-hours.so",
                "process   pid 4711",
                "rounds    12000, mean 1.0 ms, longest 31.0 ms, deadline 50.0 ms",
                "failures  1 died, 3 late; 2 count, of 5 until quarantine; 4 restarts",
                "printed   ready",
                "last      died, 12s ago: its process was ended by signal 4 (SIGILL)",
                "last log  Fatal error: Index out of range",
                "          0 propose(_:) at Policy.swift:12",
                "until     the next restart or reload: the configuration says built-in",
                "",
                "KNOB       VALUE  DEFAULT  RANGE     UNIT              SUMMARY",
                "day-floor   37.5       25  0 to 100  % of its maximum  What each guest keeps by day.",
                "",
                "shadow  tiers, starting",
            ])
    }

    @Test("policy: the built-in policy has no process, no file and nothing to complain of")
    func showBuiltIn() throws {
        try FakeDaemon.run({ _ in .reply(Samples.barePolicy.json) }) { daemon in
            #expect(balloonctl("policy", to: daemon).lines == ["policy  built-in, running"])
        }
    }

    @Test("policy list: the built-in policy and every file, who is used, and what is wrong with a file")
    func list() throws {
        let outcome = try run("policy", "list", asking: .queryPolicy(QueryPolicy()))
        #expect(
            outcome.lines == [
                "NAME          ROLE                 FILE                                    PROBLEM",
                "built-in                           -",
                "office-hours  active, backing off  /etc/balloond/policies/office-hours.so",
                "tiers         shadow, starting     /usr/lib/balloond/policies/libtiers.so  others may write to it",
            ])
    }

    @Test("policy list: a plugin in use that lies in no configured directory is shown too")
    func listElsewhere() throws {
        var report = Samples.barePolicy
        report.active = Samples.plugin
        let rows = PolicyListCommand.table(report).lines(width: nil, colour: false)
        #expect(rows.count == 3)
        #expect(rows.last?.hasSuffix("active, backing off  /etc/balloond/policies/office-hours.so") == true)
        report.active = PolicyStatus(name: "built-in", state: "running")
        #expect(PolicyListCommand.table(report).lines(width: nil, colour: false).last == "built-in  active  -")
    }

    @Test("policy use, shadow, reinstate: what the daemon says came of it")
    func change() throws {
        let used = try run("policy", "use", "tiers", asking: .usePolicy(UsePolicy(policy: "tiers")))
        #expect(used.out == "tiers decides, until the next restart\n")
        let shadowed = try run("policy", "shadow", "tiers", asking: .shadowPolicy(ShadowPolicy(policy: "tiers")))
        #expect(shadowed.out == "built-in decides, tiers in shadow, until the next restart\n")
        _ = try run("policy", "shadow", "--off", asking: .shadowPolicy(ShadowPolicy()))
        let reinstated = try run("policy", "reinstate", asking: .reinstatePolicy(ReinstatePolicy()))
        #expect(reinstated.out == "office-hours decides, until the next restart\n")
    }

    @Test("policy diff: totals, the guests that differ, the last differences")
    func diff() throws {
        let outcome = try run("policy", "diff", asking: .queryPolicyDiff(QueryPolicyDiff()))
        #expect(
            outcome.lines == [
                "compared  tiers in shadow with built-in, for 2h30m",
                "cycles    9000, 312 of them differ (3.5 %); 4 more without an answer",
                "moved     3 GiB; tiers would have moved 512 MiB",
                "",
                "NAME  CYCLES  DIFFERS  MOVED  SHADOW",
                "web1    8990      312     2G    100M",
                "",
                "CYCLE    AGO  NAME  ACTUAL  TARGET  SHADOW  REASONS",
                " 8999  3.0 s  web1      1G    900M       -  it holds 124 MiB idle",
                " 9000      -  web1       -       -    950M  shadow: tier: bronze goes first",
            ])
        let one = try run("policy", "diff", "--last", "1", asking: .queryPolicyDiff(QueryPolicyDiff()))
        #expect(one.lines.count == outcome.lines.count - 1 && !one.out.contains("8999"))
        #expect(one.lines.last?.hasSuffix("950M  shadow: tier: bronze goes first") == true)
    }

    @Test("annotate: set, removed, shown; the daemon's remark is told")
    func annotate() throws {
        let request = Annotate(guest: "web1", set: ["tier": "gold", "hours": "8=20"], remove: ["owner"])
        let set = try run(
            "annotate", "web1", "tier=gold", "hours=8=20", "--remove", "owner", asking: .annotate(request))
        #expect(set.lines == ["web1: hours=8=20, tier=gold", "note: as configured"])
        let removed = try run(
            "annotate", "web1", "--remove", "a", "--remove", "b",
            asking: .annotate(Annotate(guest: "web1", remove: ["a", "b"])))
        #expect(removed.lines.first == "web1: no annotations")
        let shown = try run("annotate", "web1", asking: .queryGuests(QueryGuests(guest: "web1")))
        #expect(shown.out == "web1: owner=alice, tier=gold\n")
    }

    @Test("status, show and explain tell the policy and the annotations")
    func elsewhere() throws {
        let status = try run("status", asking: .queryStatus(QueryStatus()))
        #expect(status.lines.contains("policy    builtin, quarantined; tiers in shadow"))
        #expect(status.lines.contains("stand-in  the built-in policy decides: the plugin failed too often"))
        let show = try run("show", "web1", asking: .queryGuests(QueryGuests(guest: "web1")))
        #expect(show.lines.contains("annotations  owner=alice, tier=gold"))
        let explained = try run(
            "explain", "web1", asking: .explain(Explain(guest: "web1")),
            .queryMoves(QueryMoves(guest: "web1", limit: 5)))
        #expect(explained.lines.contains("policy       built-in"))
        #expect(explained.lines.contains { $0.hasPrefix("annotations") && $0.hasSuffix(" tier=gold") })
    }

    @Test(
        "--json prints the reply as it came, wherever it stands",
        arguments: [
            ["policy", "--json"], ["--json", "policy"], ["--json", "policy", "list"], ["policy", "--json", "list"],
            ["policy", "use", "tiers", "--json"], ["--json", "policy", "shadow", "--off"],
            ["policy", "diff", "--json"],
            ["policy", "reinstate", "--json"], ["annotate", "web1", "tier=gold", "--json"],
            ["--json", "annotate", "web1"],
        ])
    func json(words: [String]) throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(words: words, to: daemon)
            let request = try #require(daemon.requests.first)
            guard case .reply(let value) = Replies.answer(request) else {
                Issue.record("no reply to \(request)")
                return
            }
            #expect(outcome == Outcome(status: 0, out: value.pretty() + "\n", err: ""))
        }
    }

    @Test("a mistyped policy: the nearest name is suggested, else where to look")
    func suggestion() throws {
        let script: FakeDaemon.Script = { request in
            request == .queryPolicy(QueryPolicy())
                ? .reply(Samples.policy.json) : .refuse(QMPServerError(.policyNotFound, "there is no policy 'x'"))
        }
        try FakeDaemon.run(script) { daemon in
            #expect(
                balloonctl("policy", "use", "ofice-hours", to: daemon)
                    == Outcome(
                        status: 1, out: "",
                        err: "balloonctl: there is no policy 'x': did you mean 'office-hours'?\n"))
            #expect(balloonctl("policy", "shadow", "builtin", to: daemon).err.hasSuffix("did you mean 'built-in'?\n"))
            #expect(balloonctl("policy", "use", "other", to: daemon).err.hasSuffix("see 'balloonctl policy list'\n"))
        }
    }

    @Test(
        "Wrong usage: status 64, before anything is sent",
        arguments: [
            (["policy", "use"], "Missing expected argument"), (["policy", "shadow"], "--off"),
            (["policy", "shadow", "a", "--off"], "--off"), (["policy", "diff", "--last", "201"], "0 to 200"),
            (["policy", "frobnicate"], "frobnicate"), (["annotate", "web1", "tier"], "write key=value"),
            (["annotate", "web1", "=gold"], "write key=value"), (["annotate", "web1", "a=1", "a=2"], "more than once"),
            (["annotate", "web1", "a=1", "--remove", "a"], "more than once"),
            (["policy", "check", "x.so", "--memory", "63M"], "64M or more"),
        ] as [([String], String)])
    func usage(arguments: [String], complaint: String) throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(words: arguments, to: daemon)
            #expect(outcome.status == 64)
            #expect(outcome.out == "")
            #expect(outcome.err.contains(complaint), "\(outcome.err)")
            #expect(daemon.requests.isEmpty)
        }
    }
}

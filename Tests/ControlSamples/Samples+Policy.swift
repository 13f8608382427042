import BalloonKit
import ControlProtocol

extension Samples {
    public static let knob = Knob(
        "day-floor", "What each guest keeps by day.", unit: "% of its maximum", range: 0...100, default: 25)

    /// A plugin that fares badly.
    public static let plugin: PolicyStatus = {
        var status = PolicyStatus(name: "office-hours", state: "backing-off")
        status.version = "1.2"
        status.summary = "Keeps floors high by day and low by night."
        status.file = "/etc/balloond/policies/office-hours.so"
        status.knobs = [KnobReport(knob, value: 37.5)]
        status.pid = 4711
        status.rounds = 12_000
        status.failures = ["late": 3, "died": 1]
        status.failuresCounted = 2
        status.restarts = 4
        status.roundTime = .microseconds(1200)
        status.meanRound = .milliseconds(1)
        status.longestRound = .milliseconds(31)
        status.retryIn = .seconds(8)
        status.lastFailure = PolicyFailureReport(
            code: "died", sentence: "its process was ended by signal 4 (SIGILL)",
            log: ["Fatal error: Index out of range", "0 propose(_:) at Policy.swift:12"], ago: .seconds(12))
        status.log = ["ready"]
        return status
    }()

    public static let policy = PolicyReport(
        active: plugin, shadow: PolicyStatus(name: "tiers", state: "starting"), configured: "built-in",
        standIn: ReasonReport(code: "policy-died", sentence: "the plugin's process ended"), deadline: .milliseconds(50),
        mostFailures: 5,
        available: [
            PolicyFileReport(name: "office-hours", file: "/etc/balloond/policies/office-hours.so"),
            PolicyFileReport(
                name: "tiers", file: "/usr/lib/balloond/policies/libtiers.so", problem: "others may write to it"),
        ])

    public static let barePolicy = PolicyReport(
        active: PolicyStatus(name: "built-in", state: "running"), configured: "built-in", deadline: .milliseconds(50),
        mostFailures: 5)

    public static let policyDiff = PolicyDiffReport(
        active: "built-in", shadow: "tiers", since: .seconds(9000), cycles: 9000, differing: 312, unanswered: 4,
        moved: .gibibytes(3), shadowMoved: .mebibytes(512),
        guests: [
            PolicyDiffGuest(name: "db", cycles: 9000, differing: 0, moved: .gibibytes(1), shadowMoved: .gibibytes(1)),
            PolicyDiffGuest(
                name: "web1", cycles: 8990, differing: 312, moved: .gibibytes(2), shadowMoved: .mebibytes(100)),
        ],
        differences: [
            PolicyDifference(
                cycle: 8999, guest: "web1", actual: .gibibytes(1), target: .mebibytes(900),
                reason: ReasonReport(code: "idle-memory", sentence: "it holds 124 MiB idle"), ago: .seconds(3)),
            PolicyDifference(
                cycle: 9000, guest: "web1", shadowTarget: .mebibytes(950),
                shadowReason: ReasonReport(code: "tier", sentence: "tier: bronze goes first")),
        ])
}

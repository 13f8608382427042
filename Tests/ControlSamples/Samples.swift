import BalloonKit
import ControlProtocol

/// Values of the control protocol with every field set, and with as few as can be: for the tests of the protocol and of who
/// uses it.
public enum Samples {
    public static let status: StatusReport = {
        var status = wholeStatus
        status.policyState = "quarantined"
        status.policyReason = "the plugin failed too often"
        status.shadowPolicy = "tiers"
        status.room = room
        return status
    }()

    public static let room = RoomReport(
        asked: .gibibytes(4), taken: .gibibytes(1), room: .mebibytes(2150), possible: .gibibytes(3),
        state: RoomReport.short,
        reason: "850 MiB is missing", remaining: .seconds(43), setBy: "root")

    private static let wholeStatus = StatusReport(
        version: "0.1.0", pid: 4242, started: .seconds(90), isDryRun: true, isPaused: true, cycle: 12,
        cycleDuration: .microseconds(1500), policy: "builtin",
        pool: PoolReport(
            kind: "host", total: .gibibytes(16), used: .gibibytes(12), available: .gibibytes(4), usage: 0.75,
            limit: 0.8, highWatermark: 0.78, lowWatermark: 0.72, predicted: .gibibytes(13), slope: .mebibytes(-3),
            swapUsed: .zero, pressureSome: 0.01, pressureFull: 0),
        rung: "merge", guests: ["fresh": 7, "stale": 1],
        ksm: KSMSummary(run: 1, saved: .mebibytes(700), phase: "hurry", hold: "start"),
        counters: ["commands": 99, "replies_unmatched": 0],
        alarms: [AlarmReport(code: "host-swapping", sentence: "the host swaps out")])

    public static let bareStatus = StatusReport(version: "0.1.0", pid: 1, started: .zero, policy: "builtin")

    public static let guest: GuestReport = {
        var guest = GuestReport(name: "web1", state: .fresh, stateReason: "statistics are 0.2 s old")
        guest.isRunning = true
        guest.actual = .mebibytes(512)
        guest.target = .mebibytes(480)
        guest.maximum = .gibibytes(1)
        guest.floor = .mebibytes(128)
        guest.ceiling = .gibibytes(1)
        guest.shares = 1000
        guest.available = .mebibytes(200)
        guest.workingSet = .mebibytes(312)
        guest.reserve = .mebibytes(64)
        guest.idle = .mebibytes(136)
        guest.resident = .mebibytes(500)
        guest.statisticsAge = .milliseconds(250)
        guest.isInDistress = true
        guest.cannotGive = true
        guest.isPaused = true
        guest.pid = 77
        guest.socket = "/run/vm/web1.qmp"
        guest.pin = PinReport(target: .mebibytes(480), reason: "backup", setBy: "root", remaining: .seconds(3600))
        guest.annotations = ["tier": "gold", "owner": "alice"]
        guest.lastAction = "reclaim"
        guest.lastReason = "136 MiB is idle"
        guest.lastMove = .seconds(3)
        return guest
    }()

    public static let bareGuest = GuestReport(name: "new", state: .connecting)

    private static let pool: PoolExplanation = {
        var pool = PoolExplanation(
            cycle: 12,
            forecast: Forecast(
                used: .gibibytes(12), slope: .mebibytes(50), inFlight: .mebibytes(64), predicted: .gibibytes(13)),
            watermarks: Watermarks(limit: .gibibytes(13), high: .gibibytes(12), low: .gibibytes(11)), rung: "reclaim",
            sentences: ["Used memory is heading for the limit."])
        pool.policy = "built-in"
        pool.policyReason = ReasonReport(code: "policy-late", sentence: "the plugin did not answer in time")
        return pool
    }()

    public static let explanation = Explain.Reply(
        pool: pool,
        guests: [
            GuestExplanation(
                name: "web1", action: "reclaim", target: .mebibytes(480),
                reason: ReasonReport(code: "idle-memory", amount: .mebibytes(136), sentence: "136 MiB is idle"),
                guardrails: [ReasonReport(code: "step-limit", sentence: "no more than 32 MiB at a time")],
                explanation: "136 MiB is idle; no more than 32 MiB at a time.", inputs: inputs),
            GuestExplanation(name: "db", action: "hold", explanation: "Nothing to do."),
        ])

    public static let inputs: GuestInputs = {
        var sample = GuestSample(name: "web1", state: .fresh)
        sample.actual = .mebibytes(512)
        sample.maximum = .gibibytes(1)
        sample.resident = .mebibytes(500)
        sample.statisticsAge = .milliseconds(250)
        sample.reported = ReportedStatistics()
        sample.reported?.available = .mebibytes(200)
        var assessment = GuestAssessment(name: "web1")
        assessment.workingSet = .mebibytes(312)
        assessment.floor = .mebibytes(128)
        assessment.ceiling = .gibibytes(1)
        var guest = Snapshot.Guest(sample: sample)
        guest.annotations = ["tier": "gold"]
        return GuestInputs(guest: guest, assessment: assessment)
    }()

    public static let ksm: KSMReport = {
        let settings = KSMSettings(run: 1, pagesToScan: 1000, sleep: .milliseconds(20), advisorMode: "none")
        var report = KSMReport(isAvailable: true, mode: "auto", settings: settings)
        report.saved = .mebibytes(700)
        report.efficiency = 0.5
        report.wastedEffort = 1.25
        report.pagesVolatile = 100
        report.fullScans = 3
        report.generalProfit = .mebibytes(650)
        report.cpu = 0.1
        report.phase = "contested"
        report.reason = ReasonReport(code: "ksm-contested", sentence: "somebody else sets it")
        report.remaining = .seconds(300)
        report.hold = "start"
        report.heldBy = "root"
        report.foundSettings = KSMSettings(run: 0, pagesToScan: 100, sleep: .milliseconds(200))
        report.guests = [
            KSMGuestYield(name: "web1", merging: .mebibytes(90), profit: .mebibytes(-1), isMergeable: true),
            KSMGuestYield(name: "db", isMergeable: false, reason: "its memory is shared"),
        ]
        return report
    }()
}

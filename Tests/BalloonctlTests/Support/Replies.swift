import BalloonKit
import ControlProtocol
import QMP

/// Replies as a daemon would give them.
enum Replies {
    static let web1: GuestReport = {
        var guest = GuestReport(name: "web1", state: .fresh)
        guest.actual = .mebibytes(512)
        guest.target = .mebibytes(480)
        guest.maximum = .gibibytes(1)
        guest.floor = .mebibytes(128)
        guest.shares = 1000
        guest.available = .mebibytes(200)
        guest.resident = .mebibytes(500)
        guest.statisticsAge = .milliseconds(250)
        guest.pin = PinReport(target: .mebibytes(480), reason: "backup", setBy: "root", remaining: .seconds(3600))
        guest.lastAction = "reclaim"
        guest.lastReason = "136 MiB is idle"
        guest.lastMove = .seconds(30)
        return guest
    }()

    static let db = GuestReport(name: "db", state: .socketBusy, stateReason: "another client holds the socket")

    static let guests = QueryGuests.Reply(guests: [db, web1])

    static let status = StatusReport(
        version: "0.1.0", pid: 4242, started: .seconds(5400), isDryRun: true, cycle: 12,
        cycleDuration: .microseconds(1500), policy: "builtin",
        pool: PoolReport(
            kind: "host", total: .gibibytes(16), used: .gibibytes(12), available: .gibibytes(4), usage: 0.75,
            limit: 0.8, highWatermark: 0.78, lowWatermark: 0.72, predicted: .gibibytes(13), slope: .mebibytes(3),
            swapUsed: .zero, pressureSome: 0.01, pressureFull: 0),
        rung: "merge", guests: ["fresh": 7, "stale": 1, "gone": 0], ksm: KSMSummary(run: 1, saved: .mebibytes(700)),
        counters: ["commands": 99, "timeouts": 0],
        alarms: [AlarmReport(code: "host-swapping", sentence: "the host swaps out")])

    static let pin = SetPin.Reply(
        guest: "web1", target: .mebibytes(256), actual: .mebibytes(512), maximum: .gibibytes(1))

    static func guest(actual: ByteCount, _ change: (inout GuestReport) -> Void = { _ in }) -> FakeDaemon.Answer {
        var guest = web1
        guest.actual = actual
        guest.target = pin.target
        guest.pin = PinReport(target: pin.target, setBy: "root")
        change(&guest)
        return .reply(QueryGuests.Reply(guests: [guest]).json)
    }

    static let explanation = Explain.Reply(
        pool: PoolExplanation(
            cycle: 12,
            forecast: Forecast(
                used: .gibibytes(12), slope: .mebibytes(50), inFlight: .mebibytes(64), predicted: .gibibytes(13)),
            watermarks: Watermarks(limit: .gibibytes(13), high: .gibibytes(12), low: .gibibytes(11)), rung: "reclaim",
            sentences: ["Used memory is heading for the limit."]),
        guests: [
            GuestExplanation(
                name: "web1", action: "reclaim", target: .mebibytes(480),
                reason: ReasonReport(code: "idle-memory", amount: .mebibytes(136), sentence: "136 MiB is idle"),
                guardrails: [ReasonReport(code: "step-limit", sentence: "no more than 32 MiB at a time")],
                explanation: "136 MiB is idle; no more than 32 MiB at a time.")
        ])

    static let ksm: KSMReport = {
        let settings = KSMSettings(run: 1, pagesToScan: 1000, sleep: .milliseconds(20), advisorMode: "none")
        var report = KSMReport(isAvailable: true, mode: "auto", settings: settings)
        report.saved = .mebibytes(700)
        report.cpu = 0.1
        report.phase = "resting"
        report.reason = ReasonReport(code: "not-worth-it", sentence: "it does not pay")
        report.remaining = .seconds(600)
        report.hold = "stop"
        report.heldBy = "root"
        report.guests = [KSMGuestYield(name: "db", isMergeable: false, reason: "its memory is shared")]
        return report
    }()

    static let ksmOrder = SetKSM.Reply(
        hold: "stop", unmerged: .mebibytes(700), sentence: "nothing is merged until 'balloonctl ksm auto'")

    /// Every command answered, as a script for ``FakeDaemon``.
    static func answer(_ request: ControlRequest) -> FakeDaemon.Answer {
        switch request {
        case .queryStatus: .reply(status.json)
        case .listCommands: .reply(ListCommands.reply.json)
        case .queryGuests(let query):
            query.guest.map { name in
                guests.guests.first { $0.name == name }.map { .reply(QueryGuests.Reply(guests: [$0]).json) }
                    ?? unknownGuest(name)
            } ?? .reply(guests.json)
        case .setPin: .reply(pin.json)
        case .removePin(let command): .reply(RemovePin.Reply(guest: command.guest, removed: true).json)
        case .setLimits(let command):
            .reply(SetLimits.Reply(guest: command.guest, floor: .mebibytes(256), shares: 500).json)
        case .pause, .resume, .reload: .reply([:])
        case .explain: .reply(explanation.json)
        case .queryKSM: .reply(ksm.json)
        case .setKSM: .reply(ksmOrder.json)
        case .watch: .events([:], [])
        }
    }

    static func unknownGuest(_ name: String) -> FakeDaemon.Answer {
        .refuse(QMPServerError(.guestNotFound, "No guest '\(name)'"))
    }
}

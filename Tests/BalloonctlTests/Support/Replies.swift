import BalloonKit
import ControlProtocol
import ControlSamples
import QMP

/// Replies as a daemon would give them: the samples, changed where a test looks.
enum Replies {
    static let web1: GuestReport = {
        var guest = Samples.guest
        guest.isInDistress = false
        guest.isPaused = false
        guest.ceiling = nil
        guest.lastMove = .seconds(30)
        return guest
    }()

    static let db = GuestReport(name: "db", state: .socketBusy, stateReason: "another client holds the socket")

    static let guests = QueryGuests.Reply(guests: [db, web1])

    static let status: StatusReport = {
        var status = Samples.status
        status.started = .seconds(5400)
        status.isPaused = false
        status.pool?.slope = .mebibytes(3)
        status.guests["gone"] = 0
        return status
    }()

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
        case .queryHardware(let command): .reply(HardwareReport(guest: command.guest).json)
        case .setPin: .reply(pin.json)
        case .removePin(let command): .reply(RemovePin.Reply(guest: command.guest, removed: true).json)
        case .setLimits(let command):
            .reply(SetLimits.Reply(guest: command.guest, floor: .mebibytes(256), shares: 500).json)
        case .pause, .resume, .reload: .reply([:])
        case .explain: .reply(Samples.explanation.json)
        case .queryMoves: .reply(Samples.moves.json)
        case .queryHistory(let query):
            .reply(
                QueryHistory.Reply(
                    step: .seconds(60), pool: Samples.course, guest: query.guest.map { _ in Samples.guestCourse }
                ).json)
        case .queryPeriod: .reply(Samples.period.json)
        case .queryKSM: .reply(ksm.json)
        case .setKSM: .reply(ksmOrder.json)
        case .queryPolicy: .reply(Samples.policy.json)
        case .usePolicy(let command): policyReply(command.policy, shadow: nil)
        case .shadowPolicy(let command): policyReply("built-in", shadow: command.policy)
        case .reinstatePolicy: policyReply("office-hours", shadow: nil)
        case .queryPolicyDiff: .reply(Samples.policyDiff.json)
        case .annotate(let command):
            .reply(
                Annotate.Reply(guest: command.guest, annotations: command.set ?? [:], remark: "as configured").json)
        case .reserve, .queryRoom: .reply(Samples.room.json)
        case .watch: .events([:], [])
        }
    }

    private static func policyReply(_ active: String, shadow: String?) -> FakeDaemon.Answer {
        let watching = shadow.map { ", \($0) in shadow" } ?? ""
        return .reply(
            PolicyReply(
                active: active, shadow: shadow, sentence: "\(active) decides\(watching), until the next restart"
            ).json)
    }

    static func unknownGuest(_ name: String) -> FakeDaemon.Answer {
        .refuse(QMPServerError(.guestNotFound, "No guest '\(name)'"))
    }
}

import BalloonKit
import CLinux
import ControlProtocol
import Glibc
import QMP
import Simulation

/// The scenario's operator on the daemon's control socket: does what the scenario says, and asks once a second for cycles
/// and alarms. Never blocks; one request at a time, and again over a new connection when the daemon was started anew.
final class OperatorLine {
    private enum Errand {
        case status
        case act(what: String)
    }

    private let path: String
    private var descriptor: Int32 = -1
    private var framer = LineFramer()
    /// Lines that are no answer: the greeting, and the answer to the negotiation.
    private var preliminaries = 0
    private var errands: [(errand: Errand, request: [UInt8])] = []
    private var isAsked = false
    private var cycleBefore: UInt64 = 0

    /// Of all the daemon's lives.
    private(set) var cycles = 0
    private(set) var alarms: Set<String> = []
    /// What the daemon refused, in its words.
    private(set) var refusals: [String] = []

    init(_ path: String) { self.path = path }

    deinit { hangUp() }

    /// To be polled; nil while there is no connection.
    var pollDescriptor: Int32? { descriptor >= 0 ? descriptor : nil }
    /// What could not be done yet.
    var undone: [String] {
        errands.compactMap { if case .act(let what) = $0.errand { what } else { nil } }
    }

    func askStatus() {
        guard !errands.contains(where: { if case .status = $0.errand { true } else { false } }) else { return }
        add(.status, QueryStatus())
    }

    /// Passes on what an operator does; nothing for a restart, which is not the daemon's own affair.
    func perform(_ deed: OperatorAct.Deed) {
        switch deed {
        case .pin(let guest, let target): act("pin \(guest)", SetPin(guest: guest, target: .bytes(target)))
        case .unpin(let guest): act("unpin \(guest)", RemovePin(guest: guest))
        case .limit(let guest, let limits):
            let ceiling = limits.ceiling.map(TypedSize.bytes) ?? .text("max")
            act(
                "limits of \(guest)",
                SetLimits(guest: guest, floor: .bytes(limits.floor), ceiling: ceiling, shares: limits.shares))
        case .pause(let guest): act("pause \(guest)", Pause(guest: guest))
        case .resume(let guest): act("resume \(guest)", Resume(guest: guest))
        case .pausePool: act("pause the pool", Pause())
        case .resumePool: act("resume the pool", Resume())
        case .holdKSM(let hold): act("set KSM", SetKSM(action: action(hold)))
        case .retuneKSM: act("retune KSM", SetKSM(action: .retune))
        case .unmergeKSM: act("unmerge KSM", SetKSM(action: .unmerge))
        case .reserveRoom(let size, let seconds):
            act("reserve room", ReserveRoom(size: .bytes(size), duration: .seconds(seconds)))
        case .restartDaemon: break
        }
    }

    private func action(_ hold: KSMOrder.Hold?) -> SetKSM.Action {
        switch hold {
        case .start: .start
        case .stop: .stop
        case nil: .auto
        }
    }

    /// Goes on where it can: connects, sends the next request.
    func proceed() {
        guard !errands.isEmpty else { return }
        if descriptor < 0, !connect() { return }
        sendNext()
    }

    /// Takes in what has arrived.
    func receive() {
        guard descriptor >= 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return hangUp() }
        var lines: [[UInt8]] = []
        framer.feed(Array(bytes.prefix(count))) { output in
            switch output {
            case .line(let line): lines.append(Array(line))
            case .assembled(let line): lines.append(line)
            case .oversize: break
            }
        }
        for line in lines { take(line) }
        proceed()
    }

    func hangUp() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        isAsked = false
    }

    // MARK: Parts

    private func act(_ what: String, _ command: some ControlCommand) { add(.act(what: what), command) }

    private func add<Command: ControlCommand>(_ errand: Errand, _ command: Command) {
        errands.append((errand, QMPRequest(Command.name, command.json.object ?? [:]).bytes))
    }

    private func connect() -> Bool {
        var peer: Int32 = 0
        descriptor = clinux_connect_unix(path, &peer)
        guard descriptor >= 0 else { return false }
        framer = LineFramer()
        preliminaries = 2
        send(QMPRequest("qmp_capabilities").bytes)
        return descriptor >= 0
    }

    private func sendNext() {
        guard !isAsked, descriptor >= 0, let next = errands.first else { return }
        isAsked = true
        send(next.request)
    }

    /// A few hundred bytes always fit into the buffer of a socket that nothing waits in.
    private func send(_ bytes: [UInt8]) {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return hangUp() }
    }

    private func take(_ line: [UInt8]) {
        guard let message = try? JSONValue(parsing: line), message["event"] == nil else { return }
        guard preliminaries == 0 else { return preliminaries -= 1 }
        guard isAsked, !errands.isEmpty else { return }
        isAsked = false
        let errand = errands.removeFirst().errand
        if let reply = message["return"] {
            if case .status = errand, let status = try? StatusReport(json: reply, path: "") { note(status) }
        } else if case .act(let what) = errand {
            refusals.append("\(what): \(message["error"]?["desc"]?.string ?? "refused")")
        }
    }

    private func note(_ status: StatusReport) {
        // A daemon that was started anew counts from the beginning.
        cycles += Int(clamping: status.cycle < cycleBefore ? status.cycle : status.cycle - cycleBefore)
        cycleBefore = status.cycle
        for alarm in status.alarms { alarms.insert(alarm.code) }
    }
}

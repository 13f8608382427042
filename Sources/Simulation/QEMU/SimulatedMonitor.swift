import BalloonKit
import QMP

/// QEMU's end of its monitor socket: one client at a time is greeted, heard and answered, unless QEMU is silent or
/// another client holds the socket. No tracker, no socket: whoever owns it carries the bytes.
struct SimulatedMonitor: Sendable {
    private let silences: [ClosedRange<Double>]
    private let busyTimes: [ClosedRange<Double>]
    private(set) var qemu: SimulatedQEMU
    private var wire: Wire
    /// The session with the client; nil while there is none.
    private var server: QMPServerSession?
    /// QEMU was connected and has not greeted yet: it is silent, or busy with another client.
    private var owesGreeting = false
    /// Requests that a silent QEMU has not read yet, of this connection and of those given up since.
    private var unread: [Unread] = []
    private(set) var isBusy = false
    /// The guest was reset, perhaps while QEMU was silent.
    private var hasResetUntold = false
    private(set) var ended: QEMUEnd?
    /// What comes in may be cut anywhere: equal bytes need not mean equal requests.
    private let isStream: Bool
    /// The request line that was understood as one for statistics; the same bytes need not be parsed again.
    private var knownPoll: [UInt8] = []
    /// Likewise what the client wrote last besides: mostly the same rare questions.
    private var known: (bytes: [UInt8], requests: [QMPServerRequest]) = ([], [])

    private struct Unread {
        var session: QMPServerSession
        var bytes: [UInt8]
        /// Its client still listens.
        var isCurrent: Bool
    }

    init(_ plan: GuestPlan, seed: UInt64, isStream: Bool = false) {
        self.isStream = isStream
        silences = plan.silences
        busyTimes = plan.faults.busy
        qemu = SimulatedQEMU(plan, seed: seed)
        wire = Wire(plan.faults, seed: seed ^ 0x7769_7265)
    }

    /// What was done to QEMU's answers.
    var faults: [WireFault: Int] { wire.tally }
    /// Nothing is on its way to the client.
    var isQuiet: Bool { wire.isEmpty }
    var isConnected: Bool { server != nil }

    func isSilent(at now: Moment) -> Bool {
        !silences.isEmpty && silences.contains { $0.contains(now.time) }
    }

    // MARK: What happens

    /// Looks at the guest after another step of its life.
    mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: Moment) {
        if hasReset { hasResetUntold = true }
        guard ended == nil, !isSilent(at: now) else { return }
        qemu.advance(guest, hasReset: hasResetUntold, to: now)
        hasResetUntold = false
        if !unread.isEmpty { readOn(&guest, at: now) }
        if !busyTimes.isEmpty { share(at: now) }
        if owesGreeting, !isBusy { greet(at: now) }
        if !qemu.events.isEmpty { sendEvents(at: now) }
    }

    /// QEMU ends, and with it the connection.
    mutating func close(_ end: QEMUEnd, at now: Moment) {
        ended = end
        unread = []
        guard server != nil else { return }
        if end == .shutDown, !isSilent(at: now) {
            qemu.tell("SHUTDOWN", ["guest": true, "reason": "guest-shutdown"], at: now)
            sendEvents(at: now)
        }
        wire.end(at: now)
    }

    /// A client has connected.
    mutating func connect(at now: Moment) {
        server = QMPServerSession(version: SimulatedQEMU.version)
        wire.clear()
        owesGreeting = true
        if !isSilent(at: now), !isBusy { greet(at: now) }
    }

    /// The connection is over. What a silent QEMU has not read of it, it will.
    mutating func hangUp() {
        for index in unread.indices { unread[index].isCurrent = false }
        server = nil
        owesGreeting = false
        wire.clear()
    }

    /// What the client wrote reaches QEMU.
    mutating func hear(_ bytes: [UInt8], _ guest: inout SimulatedGuest, at now: Moment) {
        guard let current = server else { return }
        if isSilent(at: now) || !unread.isEmpty {
            unread.append(Unread(session: current, bytes: bytes, isCurrent: true))
        } else {
            let output = read(bytes, &guest, at: now)
            if !output.isEmpty { wire.carry(answer: output, at: now) }
        }
    }

    /// The next piece that has reached the client.
    mutating func next(at now: Moment) -> Wire.Piece? { wire.next(at: now) }

    /// Whether these bytes ask for statistics as the last such request did, of a QEMU that would answer at once.
    func isAskedForStatistics(by bytes: [UInt8], at now: Moment) -> Bool {
        server?.isReady == true && unread.isEmpty && !isSilent(at: now) && bytes == knownPoll
    }

    /// Answers such a request.
    ///
    /// - Returns: The line, if it reaches the client at once and as it is; nil when the wire has it.
    mutating func answerStatistics(at now: Moment) -> [UInt8]? {
        let line = qemu.statisticsLine()
        if wire.isClear(at: now.time) { return line }
        wire.carry(answer: line, at: now)
        return nil
    }

    // MARK: Parts

    private mutating func greet(at now: Moment) {
        owesGreeting = false
        if let greeting = server?.greeting() { wire.carry(greeting, at: now) }
    }

    private mutating func sendEvents(at now: Moment) {
        if server?.isReady == true { wire.carry(qemu.events, at: now) }
        qemu.events.removeAll(keepingCapacity: true)
    }

    /// Another client comes and goes.
    private mutating func share(at now: Moment) {
        let wasBusy = isBusy
        isBusy = busyTimes.contains { $0.contains(now.time) }
        if isBusy, !wasBusy, server != nil { wire.end(at: now) }
    }

    /// Goes on after a silence: everything is done in order, also what was sent over connections given up since.
    private mutating func readOn(_ guest: inout SimulatedGuest, at now: Moment) {
        let waiting = unread
        unread = []
        for part in waiting {
            let mine = server
            if !part.isCurrent { server = part.session }
            let output = read(part.bytes, &guest, at: now)
            if part.isCurrent, !output.isEmpty { wire.carry(answer: output, at: now) }
            if !part.isCurrent { server = mine }
        }
    }

    private mutating func read(_ bytes: [UInt8], _ guest: inout SimulatedGuest, at now: Moment) -> [UInt8] {
        guard server != nil else { return [] }
        var output: [UInt8] = []
        for request in requests(in: bytes, &output) {
            if qemu.asksStatistics(request), request.id == nil {
                _ = server?.reply(to: request)
                output += qemu.statisticsLine()
                if known.requests.count == 1 { knownPoll = bytes }
                continue
            }
            do throws(QMPServerError) {
                let answer = try qemu.execute(request, &guest, at: now)
                output += server?.reply(to: request, with: answer) ?? []
            } catch {
                output += server?.refuse(request, with: error) ?? []
            }
        }
        return output
    }

    /// What the client asks. What the session answers by itself goes to `output`.
    private mutating func requests(in bytes: [UInt8], _ output: inout [UInt8]) -> [QMPServerRequest] {
        if !isStream, bytes == known.bytes, server?.isReady == true { return known.requests }
        var lines: [UInt8] = []
        var requests: [QMPServerRequest] = []
        server?.receive(bytes) { event in
            switch event {
            case .write(let line): lines += line
            case .request(let request): requests.append(request)
            case .ready: break
            }
        }
        // Targets differ each time: they must not push out what is asked again and again.
        if !isStream, lines.isEmpty, requests.first?.command != "balloon" { known = (bytes, requests) }
        output += lines
        return requests
    }
}

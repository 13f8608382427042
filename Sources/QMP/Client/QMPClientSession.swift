/// The client's side of one QMP connection: a state machine without I/O and without a clock.
///
/// Bytes and the time go in, events and bytes to send come out, so every order of arrival can be tested. Time is any
/// monotonic clock's, always the same one.
///
/// Answers are matched in order, as QEMU gives them when out-of-band execution is off (it is never enabled here):
/// - an answer with an id belongs to the command sent with that id; one that nobody sent is dropped and counted;
/// - a `return` without an id belongs to the oldest command sent without one;
/// - an `error` without an id belongs to the oldest command of all: QEMU could not read that one, so not its id either;
/// - an answer that belongs to nothing means that the two sides are out of step: the session ends.
///
/// Source: QEMU `docs/interop/qmp-spec.txt`.
public struct QMPClientSession: Sendable {
    public private(set) var state = QMPClientState.idle
    public private(set) var counters = QMPClientCounters()
    /// Whether this guest was seen to report absent statistics; see ``QMPRequest/answersStatistics``.
    public private(set) var reportsAbsentStatistics = false
    public let limits: QMPClientLimits

    private var framer: LineFramer
    private var open = OpenCommands()
    private var phaseDeadline: Duration?

    /// - Parameters:
    ///   - limits: bounds and deadlines.
    ///   - reportsAbsentStatistics: what an earlier session with the same guest learnt; saves one failed parse.
    public init(limits: QMPClientLimits = QMPClientLimits(), reportsAbsentStatistics: Bool = false) {
        self.limits = limits
        self.reportsAbsentStatistics = reportsAbsentStatistics
        framer = LineFramer(maximumLength: limits.json.maximumBytes)
    }

    public var isReady: Bool { state == .ready }

    public var isClosed: Bool { if case .closed = state { true } else { false } }

    /// Commands sent and not answered, timed out ones included.
    public var openCommands: Int { open.count }

    /// Commands that timed out and whose answer may still come. While there are any, QEMU is stalled: sending more only
    /// makes its queue longer.
    public var abandonedCommands: Int { open.abandonedCount }

    /// When ``expire(at:_:)`` has something to do next; nil when nothing is waited for.
    public var nextDeadline: Duration? {
        switch state {
        case .awaitingGreeting, .negotiating: phaseDeadline
        case .ready: open.nextDeadline
        case .idle, .closed: nil
        }
    }

    // MARK: What the owner does

    /// The connection stands; the greeting's deadline begins. Does nothing a second time.
    public mutating func start(at now: Duration) {
        guard state == .idle else { return }
        state = .awaitingGreeting
        phaseDeadline = now + limits.greetingTimeout
    }

    /// Notes a command as sent; the caller then writes `request.bytes`.
    ///
    /// Any number may be sent before the first is answered, up to the bound.
    /// - Parameters:
    ///   - request: what to send; its bytes are not copied.
    ///   - tag: comes back with the answer.
    ///   - deadline: the time by which the answer must be there.
    /// - Returns: the bytes to write, `request.bytes`.
    /// - Throws: ``QMPError`` with `.invalidInput` when not negotiated yet, when too many commands are open, or when the id
    ///   is in use; `.interrupted` never, since nothing was sent.
    @discardableResult
    public mutating func send(_ request: QMPRequest, tag: QMPTag, deadline: Duration) throws(QMPError) -> [UInt8] {
        guard state == .ready else {
            throw QMPError(code: .invalidInput, message: "the session is not ready", command: request.command)
        }
        guard open.count < limits.maximumOpenCommands else {
            throw QMPError(
                code: .invalidInput, message: "\(open.count) commands are open already", command: request.command)
        }
        if let id = request.id, open.entries.contains(where: { $0.request.id == id }) {
            throw QMPError(code: .invalidInput, message: "id \(id) is in use", command: request.command)
        }
        open.append(OpenCommands.Entry(tag: tag, request: request, deadline: deadline))
        counters.sentCommands &+= 1
        return request.bytes
    }

    /// Takes in what was read from the connection.
    ///
    /// - Parameters:
    ///   - bytes: any piece of the stream.
    ///   - now: the time.
    ///   - handler: told each event in order; must not use this session.
    public mutating func receive(
        _ bytes: UnsafeRawBufferPointer, at now: Duration, _ handler: (QMPClientEvent) -> Void
    ) {
        var remaining = bytes
        counters.receivedBytes &+= UInt64(bytes.count)
        while !isClosed, let output = framer.next(from: &remaining) {
            counters.lines &+= 1
            switch output {
            case .line(let line): receiveLine(line, at: now, handler)
            case .assembled(let line): line.withUnsafeBytes { receiveLine($0, at: now, handler) }
            case .oversize(let length, let prefix): receiveOversize(length: length, prefix: prefix, handler)
            }
        }
        if isClosed { counters.bytesAfterClose &+= UInt64(remaining.count) }
    }

    /// Takes in what was read from the connection; see the other `receive`.
    public mutating func receive(_ bytes: [UInt8], at now: Duration, _ handler: (QMPClientEvent) -> Void) {
        bytes.withUnsafeBytes { receive($0, at: now, handler) }
    }

    /// Tells what is overdue. Without a greeting or an end of the negotiation the session ends; a command that timed out
    /// fails, and the session goes on: a QEMU that was stopped answers everything in order when it runs again.
    public mutating func expire(at now: Duration, _ handler: (QMPClientEvent) -> Void) {
        guard let deadline = nextDeadline, deadline <= now else { return }
        switch state {
        case .awaitingGreeting: close(.noGreeting, handler)
        case .negotiating:
            let error = QMPError(code: .timedOut, message: "no answer", command: "qmp_capabilities")
            close(.negotiationFailed(error), handler)
        case .ready:
            for entry in open.expire(at: now) {
                counters.timeouts &+= 1
                let error = QMPError(
                    code: .timedOut, message: "no answer within the deadline", command: entry.request.command)
                handler(.failed(entry.tag, error))
            }
        case .idle, .closed: break
        }
    }

    /// The connection is gone: open commands fail as interrupted. Does nothing when the session is over already.
    public mutating func disconnected(_ handler: (QMPClientEvent) -> Void) {
        close(.disconnected, handler)
    }

    /// The owner gives the connection up: open commands fail as interrupted.
    public mutating func close(_ handler: (QMPClientEvent) -> Void) {
        close(.closedLocally, handler)
    }
}

// MARK: - What arrives

extension QMPClientSession {
    private mutating func receiveLine(
        _ line: UnsafeRawBufferPointer, at now: Duration, _ handler: (QMPClientEvent) -> Void
    ) {
        if state == .ready, open.oldest?.request.answersStatistics == true, receiveStatistics(line, handler) { return }
        do throws(JSONError) {
            let document = try parse(line)
            receiveMessage(document.root, at: now, handler)
        } catch {
            violation("a line that is no JSON: \(error)", handler)
        }
    }

    /// Most lines are answers to the statistics request that is open alone, so they are tried as that first.
    private mutating func receiveStatistics(
        _ line: UnsafeRawBufferPointer, _ handler: (QMPClientEvent) -> Void
    ) -> Bool {
        guard open.oldest?.request.id == nil, let reply = GuestStatsScanner.scan(line), let entry = open.takeOldest()
        else { return false }
        counters.replies &+= 1
        if entry.isAbandoned { late(entry, succeeded: true, handler) } else { handler(.statistics(entry.tag, reply)) }
        return true
    }

    /// Reads integers exactly, unless that is known to fail or fails.
    private mutating func parse(_ line: UnsafeRawBufferPointer) throws(JSONError) -> JSONDocument {
        if reportsAbsentStatistics, open.oldest?.request.answersStatistics == true {
            return try JSONDocument(parsing: line, limits: limits.json, integers: .asReals)
        }
        do throws(JSONError) {
            return try JSONDocument(parsing: line, limits: limits.json)
        } catch {
            guard error.code == .numberOverflow else { throw error }
        }
        counters.secondParses &+= 1
        let document = try JSONDocument(parsing: line, limits: limits.json, integers: .asReals)
        reportsAbsentStatistics = true
        return document
    }

    private mutating func receiveMessage(
        _ message: JSONView, at now: Duration, _ handler: (QMPClientEvent) -> Void
    ) {
        switch state {
        case .awaitingGreeting: receiveGreeting(message, at: now, handler)
        case .negotiating: receiveNegotiation(message, handler)
        case .ready: receiveWhenReady(message, handler)
        case .idle: violation("bytes before the session was started", handler)
        case .closed: break
        }
    }

    private mutating func receiveGreeting(
        _ message: JSONView, at now: Duration, _ handler: (QMPClientEvent) -> Void
    ) {
        guard let greeting = message["QMP"], greeting.isObject else {
            return violation("the first line is no QMP greeting", handler)
        }
        state = .negotiating
        phaseDeadline = now + limits.negotiationTimeout
        handler(.greeting(QMPGreeting(greeting)))
        handler(.write(Self.negotiation.bytes))
    }

    /// No `enable`: out-of-band execution stays off, and answers stay in order.
    private static let negotiation = QMPRequest("qmp_capabilities")

    private mutating func receiveNegotiation(_ message: JSONView, _ handler: (QMPClientEvent) -> Void) {
        if message["return"] != nil {
            state = .ready
            phaseDeadline = nil
            handler(.ready)
        } else if let error = message["error"] {
            close(.negotiationFailed(rejection(error, command: Self.negotiation.command)), handler)
        } else if !receiveEvent(message, handler) {
            violation("neither answer nor event during the negotiation", handler)
        }
    }

    private mutating func receiveWhenReady(_ message: JSONView, _ handler: (QMPClientEvent) -> Void) {
        if let result = message["return"] {
            guard let entry = takeCommand(for: message, handler: handler, isError: false) else { return }
            counters.replies &+= 1
            if entry.isAbandoned {
                late(entry, succeeded: true, handler)
            } else {
                handler(.reply(entry.tag, result))
            }
        } else if let error = message["error"] {
            guard let entry = takeCommand(for: message, handler: handler, isError: true) else { return }
            counters.errorReplies &+= 1
            if entry.isAbandoned {
                late(entry, succeeded: false, handler)
            } else {
                handler(.failed(entry.tag, rejection(error, command: entry.request.command)))
            }
        } else if !receiveEvent(message, handler) {
            violation("a line that is neither answer nor event", handler)
        }
    }

    /// The command an answer belongs to; nil when it was dropped or ended the session.
    private mutating func takeCommand(
        for answer: JSONView, handler: (QMPClientEvent) -> Void, isError: Bool
    ) -> OpenCommands.Entry? {
        if let id = answer["id"] {
            if let number = id.int64, let entry = open.take(id: number) { return entry }
            counters.unknownIds &+= 1
            return nil
        }
        if let entry = isError ? open.takeOldest() : open.takeOldestWithoutId() { return entry }
        violation("an answer to nothing", handler)
        return nil
    }

    private mutating func late(_ entry: OpenCommands.Entry, succeeded: Bool, _ handler: (QMPClientEvent) -> Void) {
        counters.lateReplies &+= 1
        handler(.late(entry.tag, succeeded: succeeded))
    }

    private mutating func receiveEvent(_ message: JSONView, _ handler: (QMPClientEvent) -> Void) -> Bool {
        guard let event = QMPEvent(message) else { return false }
        counters.events &+= 1
        // Another kernel may come up, with a driver that reports everything.
        if event == .reset { reportsAbsentStatistics = false }
        handler(.event(event))
        return true
    }

    /// An oversize line is told by how it begins: QEMU begins an event with its time stamp. Anything else counts as the
    /// answer to the oldest command, so that later answers still find theirs.
    private mutating func receiveOversize(length: Int, prefix: [UInt8], _ handler: (QMPClientEvent) -> Void) {
        counters.oversizeLines &+= 1
        handler(.oversizeLine(length: length))
        guard state == .ready else { return violation("an oversize line before the session was ready", handler) }
        let beginning = prefix.filter { $0 != UInt8(ascii: " ") }
        if beginning.starts(with: #"{"timestamp""#.utf8) || beginning.starts(with: #"{"event""#.utf8) { return }
        guard let entry = open.takeOldest() else { return violation("an oversize answer to nothing", handler) }
        if entry.isAbandoned { return late(entry, succeeded: false, handler) }
        let error = QMPError(
            code: .protocolViolation, message: "the answer has \(length) bytes, more than the bound",
            command: entry.request.command)
        handler(.failed(entry.tag, error))
    }

    private func rejection(_ error: JSONView, command: String) -> QMPError {
        QMPError(
            code: .rejected(QMPErrorClass(name: QMPText.bounded(error["class"]?.string ?? "GenericError"))),
            message: QMPText.bounded(error["desc"]?.string ?? "no description"), command: command)
    }

    private mutating func violation(_ message: String, _ handler: (QMPClientEvent) -> Void) {
        close(.protocolViolation(QMPError(code: .protocolViolation, message: message)), handler)
    }

    private mutating func close(_ reason: QMPCloseReason, _ handler: (QMPClientEvent) -> Void) {
        guard !isClosed else { return }
        state = .closed(reason)
        phaseDeadline = nil
        for entry in open.takeAll() where !entry.isAbandoned {
            let error = QMPError(
                code: .interrupted, message: "the connection ended before the answer", command: entry.request.command)
            handler(.failed(entry.tag, error))
        }
        handler(.closed(reason))
    }
}

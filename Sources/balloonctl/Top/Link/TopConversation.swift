import ControlProtocol
import QMP

/// The daemon's side of the view as bytes and values, without a socket: what was asked, and what came for it.
///
/// Answers are known by their questions' ids. A status and the guests after it are one sample.
struct TopConversation {
    private var framer = LineFramer()
    private var isGreeted = false
    private var isNegotiated = false
    private var open: [(id: Int64, question: TopQuestion)] = []
    private var lastID: Int64 = 0
    private var status: StatusReport?

    /// Nothing of the present is unanswered: more may be asked. The past may take its time.
    var isIdle: Bool { open.allSatisfy { Self.isPast($0.question) } }

    /// Whether a question about the past is unanswered.
    var isRecalling: Bool { open.contains { Self.isPast($0.question) } }

    /// Whether a change is unanswered.
    var awaitsChange: Bool {
        open.contains { entry in
            switch entry.question {
            case .pin, .unpin: true
            case .status, .guests, .explain, .past: false
            }
        }
    }

    private static func isPast(_ question: TopQuestion) -> Bool {
        if case .past = question { true } else { false }
    }

    /// The bytes of questions, after those that begin a conversation.
    mutating func ask(_ questions: [TopQuestion], isFirst: Bool) -> [UInt8] {
        var bytes = isFirst ? QMPRequest("qmp_capabilities").bytes : []
        for question in questions {
            lastID += 1
            open.append((lastID, question))
            bytes += question.request(id: lastID).bytes
        }
        return bytes
    }

    /// - Throws: ``ClientError`` when what comes is not the control protocol: the conversation is over.
    mutating func take(_ bytes: [UInt8]) throws(ClientError) -> [TopEvent] {
        var lines: [[UInt8]] = []
        var isOversize = false
        framer.feed(bytes) { output in
            switch output {
            case .line(let line): lines.append(Array(line))
            case .assembled(let line): lines.append(line)
            case .oversize: isOversize = true
            }
        }
        if isOversize { throw ClientError(.protocolError, "what answers sends lines that are too long") }
        var events: [TopEvent] = []
        for bytes in lines {
            let line = try ControlMessage.parsed(bytes)
            if let event = try take(ControlMessage(line), id: line["id"]?.int64) { events.append(event) }
        }
        return events
    }

    private mutating func take(_ message: ControlMessage, id: Int64?) throws(ClientError) -> TopEvent? {
        switch message {
        case .event: return nil
        case .greeting:
            guard !isGreeted else { throw ClientError(.protocolError, "what answers greets twice") }
            isGreeted = true
            return nil
        case .reply(let json):
            guard isGreeted else { throw ClientError(.protocolError, "what answers does not greet as QMP does") }
            guard isNegotiated else {
                isNegotiated = true
                return .connected
            }
            return try answer(.success(json), id)
        case .error(let errorClass, let description):
            guard isNegotiated else { throw ClientError(.protocolError, "the negotiation failed: \(description)") }
            let isForbidden = errorClass == .permissionDenied
            let error = ClientError(isForbidden ? .noPermission : .refused(errorClass), description)
            return try answer(.failure(error), id)
        }
    }

    private mutating func answer(
        _ result: Result<JSONValue, ClientError>, _ id: Int64?
    ) throws(ClientError) -> TopEvent? {
        guard let index = open.firstIndex(where: { $0.id == id }) else {
            throw ClientError(.protocolError, "an answer came that nobody asked for")
        }
        switch open.remove(at: index).question {
        case .status:
            status = try Self.value(result, of: QueryStatus.self)
            return nil
        case .guests:
            let guests = try Self.value(result, of: QueryGuests.self).guests
            guard let status else { return nil }
            return .sampled(status, guests)
        case .explain(let guest):
            guard case .failure(let error) = result else {
                return .explained(guest: guest, .success(try Self.value(result, of: Explain.self)))
            }
            return .explained(guest: guest, .failure(error))
        case .pin:
            guard case .failure(let error) = result else {
                let pin = try Self.value(result, of: SetPin.self)
                return .answered(.success(SetAction.lines(pin).joined(separator: "; ")))
            }
            return .answered(.failure(error))
        case .unpin:
            guard case .failure(let error) = result else {
                let reply = try Self.value(result, of: RemovePin.self)
                return .answered(.success("\(reply.guest): \(reply.removed ? "pin removed" : "there was no pin")"))
            }
            return .answered(.failure(error))
        case .past(let query):
            // What cannot be had of the past is no trouble of the present.
            return .recalled(guest: query.guest, try? Self.value(result, of: QueryHistory.self))
        }
    }

    private static func value<Command: ControlCommand>(
        _ result: Result<JSONValue, ClientError>, of command: Command.Type
    ) throws(ClientError) -> Command.Reply {
        try Answer<Command.Reply>(json: result.get()).value()
    }
}

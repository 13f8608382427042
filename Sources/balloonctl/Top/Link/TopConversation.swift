import ControlProtocol
import QMP

/// The daemon's side of the view as bytes and values, without a socket: what was asked, and what came for it.
///
/// Answers come in the order of the questions. A status and the guests after it are one sample.
struct TopConversation {
    private var framer = LineFramer()
    private var isGreeted = false
    private var isNegotiated = false
    private var open: [TopQuestion] = []
    private var status: StatusReport?

    /// Nothing is unanswered: more may be asked.
    var isIdle: Bool { open.isEmpty }

    /// Whether a change is unanswered.
    var awaitsChange: Bool {
        open.contains { question in
            switch question {
            case .pin, .unpin: true
            case .status, .guests, .explain: false
            }
        }
    }

    /// The bytes of questions, after those that begin a conversation.
    mutating func ask(_ questions: [TopQuestion], isFirst: Bool) -> [UInt8] {
        open += questions
        return (isFirst ? QMPRequest("qmp_capabilities").bytes : []) + questions.flatMap { $0.request.bytes }
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
        for line in lines {
            if let event = try take(ControlMessage(line: line)) { events.append(event) }
        }
        return events
    }

    private mutating func take(_ message: ControlMessage) throws(ClientError) -> TopEvent? {
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
            return try answer(.success(json))
        case .error(let errorClass, let description):
            guard isNegotiated else { throw ClientError(.protocolError, "the negotiation failed: \(description)") }
            let isForbidden = errorClass == .permissionDenied
            return try answer(.failure(ClientError(isForbidden ? .noPermission : .refused(errorClass), description)))
        }
    }

    private mutating func answer(_ result: Result<JSONValue, ClientError>) throws(ClientError) -> TopEvent? {
        guard !open.isEmpty else { throw ClientError(.protocolError, "an answer came that nobody asked for") }
        switch open.removeFirst() {
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
        }
    }

    private static func value<Command: ControlCommand>(
        _ result: Result<JSONValue, ClientError>, of command: Command.Type
    ) throws(ClientError) -> Command.Reply {
        try Answer<Command.Reply>(json: result.get()).value()
    }
}

import QMP

/// A client session under test with everything it told, as text: order and content compare in one line.
struct ClientTrace {
    var session: QMPClientSession
    private(set) var events: [String] = []
    var now: Duration = .zero

    init(limits: QMPClientLimits = QMPClientLimits()) { session = QMPClientSession(limits: limits) }

    /// A session that has negotiated, its trace empty.
    static func ready(limits: QMPClientLimits = QMPClientLimits()) -> ClientTrace {
        var trace = ClientTrace(limits: limits)
        trace.session.start(at: .zero)
        trace.receive(greetingLine + line(#"{"return": {}}"#))
        trace.events = []
        return trace
    }

    mutating func receive(_ bytes: [UInt8]) {
        var told: [String] = []
        session.receive(bytes, at: now) { told.append(Self.text($0)) }
        events += told
    }

    mutating func receive(_ text: String) { receive(line(text)) }

    mutating func expire(at time: Duration) {
        now = time
        var told: [String] = []
        session.expire(at: time) { told.append(Self.text($0)) }
        events += told
    }

    mutating func disconnect() {
        var told: [String] = []
        session.disconnected { told.append(Self.text($0)) }
        events += told
    }

    mutating func send(
        _ command: String, tag: QMPTag, id: Int64? = nil, deadline: Duration = .seconds(10), statistics: Bool = false
    ) throws {
        let request = QMPRequest(command, id: id, answersStatistics: statistics)
        try session.send(request, tag: tag, deadline: deadline)
    }

    static func text(_ event: QMPClientEvent) -> String {
        switch event {
        case .greeting(let greeting): "greeting \(greeting.version.map { "\($0)" } ?? "?")"
        case .write(let bytes): "write \(String(decoding: bytes.dropLast(), as: UTF8.self))"
        case .ready: "ready"
        case .reply(let tag, let view):
            "reply \(tag.rawValue) \(StatisticsText.text(JSONValue(view).normalized))"
        case .statistics(let tag, let statistics): "reply \(tag.rawValue) \(StatisticsText.text(statistics))"
        case .failed(let tag, let error): "failed \(tag.rawValue) \(text(error.code)) \(error.message)"
        case .late(let tag, let succeeded): "late \(tag.rawValue) \(succeeded)"
        case .event(let event): "event \(event)"
        case .oversizeLine(let length): "oversize \(length)"
        case .closed(let reason): "closed \(reason)"
        }
    }

    static func text(_ code: QMPError.Code) -> String {
        if case .rejected(let errorClass) = code { errorClass.name } else { "\(code)" }
    }
}

/// The server's side of one QMP connection: a state machine without I/O, in QEMU's words wherever QEMU has words for it, so
/// that any QMP client can talk to it.
///
/// Source: QEMU `docs/interop/qmp-spec.txt`; `qapi/qmp-dispatch.c` for the texts of errors.
public struct QMPServerSession: Sendable {
    public let version: QMPVersion
    public let limits: QMPServerLimits
    /// Whether the client has negotiated.
    public private(set) var isReady = false
    /// Requests handed out and not answered yet.
    public private(set) var openRequests = 0
    public private(set) var counters = QMPServerCounters()

    private var framer: MessageFramer

    /// - Parameters:
    ///   - version: what the greeting says. QMP clients expect numbers of three parts here, whoever the server is.
    ///   - limits: bounds.
    public init(version: QMPVersion, limits: QMPServerLimits = QMPServerLimits()) {
        self.version = version
        self.limits = limits
        framer = MessageFramer(maximumLength: limits.json.maximumBytes)
    }

    /// What to send first on a new connection.
    public func greeting() -> [UInt8] {
        encodeLine(["QMP": ["version": version.json, "capabilities": []]])
    }

    /// Takes in what was read from the client and tells each event in order.
    ///
    /// Negotiation and malformed input are answered here. The handler must not use this session: keep the requests and
    /// answer them after the call.
    public mutating func receive(_ bytes: UnsafeRawBufferPointer, _ handler: (QMPServerEvent) -> Void) {
        var outputs: [MessageFramer.Output] = []
        framer.feed(bytes) { outputs.append($0) }
        for output in outputs {
            switch output {
            case .message(let text): receiveText(text, handler)
            case .oversize(let length):
                counters.oversizeMessages &+= 1
                let error = QMPServerError(.genericError, "Request of more than \(length - 1) bytes")
                handler(.write(encode(error, id: nil)))
            }
        }
    }

    /// Takes in what was read from the client; see the other `receive`.
    public mutating func receive(_ bytes: [UInt8], _ handler: (QMPServerEvent) -> Void) {
        bytes.withUnsafeBytes { receive($0, handler) }
    }

    /// The bytes of a successful answer.
    public mutating func reply(to request: QMPServerRequest, with value: JSONValue = [:]) -> [UInt8] {
        openRequests = max(0, openRequests - 1)
        var answer: JSONObject = ["return": value]
        answer["id"] = request.id
        return encodeLine(answer)
    }

    /// The bytes of a refusal.
    public mutating func refuse(_ request: QMPServerRequest, with error: QMPServerError) -> [UInt8] {
        openRequests = max(0, openRequests - 1)
        return encode(error, id: request.id)
    }

    /// The bytes of an event. Send it only to sessions that are ready.
    ///
    /// - Parameters:
    ///   - name: in capitals by custom.
    ///   - data: left out when empty.
    ///   - sinceEpoch: the wall clock's time, since 1970.
    /// - Returns: one line.
    public static func event(_ name: String, data: JSONObject = [:], at sinceEpoch: Duration) -> [UInt8] {
        let (seconds, attoseconds) = sinceEpoch.components
        var event: JSONObject = [
            "timestamp": ["seconds": .integer(seconds), "microseconds": .integer(attoseconds / 1_000_000_000_000)],
            "event": .string(name),
        ]
        if !data.isEmpty { event["data"] = .object(data) }
        return encodeLine(event)
    }
}

// MARK: - What arrives

extension QMPServerSession {
    private mutating func receiveText(_ text: [UInt8], _ handler: (QMPServerEvent) -> Void) {
        let message: JSONValue
        do throws(JSONError) {
            message = try JSONValue(parsing: text, limits: limits.json)
        } catch {
            counters.malformedMessages &+= 1
            let refusal = QMPServerError(.genericError, "JSON parse error, \(error)")
            return handler(.write(encode(refusal, id: nil)))
        }
        guard let object = message.object else {
            counters.malformedMessages &+= 1
            return handler(.write(encode(.malformed("QMP input must be a JSON object"), id: nil)))
        }
        do throws(QMPServerError) {
            try dispatch(try request(from: object), handler)
        } catch {
            handler(.write(encode(error, id: object["id"])))
        }
    }

    private mutating func request(from object: JSONObject) throws(QMPServerError) -> QMPServerRequest {
        do throws(QMPServerError) {
            return try QMPServerRequest(object)
        } catch {
            counters.malformedMessages &+= 1
            throw error
        }
    }

    private mutating func dispatch(_ request: QMPServerRequest, _ handler: (QMPServerEvent) -> Void)
        throws(QMPServerError)
    {
        counters.requests &+= 1
        if request.command == "qmp_capabilities" { return try negotiate(request, handler) }
        guard isReady else {
            throw QMPServerError(
                .commandNotFound, "Expecting capabilities negotiation with 'qmp_capabilities'")
        }
        guard openRequests < limits.maximumOpenRequests else {
            counters.refusedForLoad &+= 1
            throw QMPServerError(.genericError, "\(openRequests) requests wait for their answer already")
        }
        openRequests += 1
        handler(.request(request))
    }

    private mutating func negotiate(_ request: QMPServerRequest, _ handler: (QMPServerEvent) -> Void)
        throws(QMPServerError)
    {
        guard !isReady else {
            throw QMPServerError(
                .commandNotFound, "Capabilities negotiation is already complete, command ignored")
        }
        if let unexpected = request.arguments.keys.first(where: { $0 != "enable" }) {
            throw QMPServerError(.genericError, "Parameter '\(QMPText.bounded(unexpected))' is unexpected")
        }
        if let enable = request.arguments["enable"] {
            guard let capabilities = enable.array else {
                throw QMPServerError(.genericError, "Invalid parameter type for 'enable', expected: array")
            }
            guard capabilities.isEmpty else {
                throw QMPServerError(.genericError, "No capability is offered, so none can be enabled")
            }
        }
        isReady = true
        var answer: JSONObject = ["return": [:]]
        answer["id"] = request.id
        handler(.write(encodeLine(answer)))
        handler(.ready)
    }

    private func encode(_ error: QMPServerError, id: JSONValue?) -> [UInt8] {
        var answer: JSONObject = [
            "error": ["class": .string(error.errorClass.name), "desc": .string(error.description)]
        ]
        answer["id"] = id
        return encodeLine(answer)
    }
}

extension QMPServerRequest {
    /// Checks a request's members as QEMU does, in the same words.
    init(_ object: JSONObject) throws(QMPServerError) {
        for (key, value) in object.members {
            switch key {
            case "execute":
                guard value.string != nil else {
                    throw .malformed("QMP input member 'execute' must be a string")
                }
            case "arguments":
                guard value.object != nil else {
                    throw .malformed("QMP input member 'arguments' must be an object")
                }
            case "id": break
            // `exec-oob` as well: out-of-band execution is not offered.
            default: throw .malformed("QMP input member '\(QMPText.bounded(key))' is unexpected")
            }
        }
        guard let command = object["execute"]?.string else {
            throw .malformed("QMP input lacks member 'execute'")
        }
        self.init(command: command, arguments: object["arguments"]?.object ?? [:], id: object["id"])
    }
}

extension QMPServerError {
    static func malformed(_ description: String) -> QMPServerError { QMPServerError(.genericError, description) }
}

/// QEMU ends its lines in CR LF.
private func encodeLine(_ object: JSONObject) -> [UInt8] {
    var bytes = JSONValue.object(object).encoded()
    bytes.append(contentsOf: "\r\n".utf8)
    return bytes
}

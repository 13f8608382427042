import Glibc
import QMP

/// One connection of a ``ScriptedQEMU``, with blocking reads under a deadline.
struct ScriptedPeer {
    /// Where the client left the script.
    struct Departure: Error {
        let text: String
    }

    private let patience: Duration
    private let isStopping: () -> Bool
    private var client: Int32 = -1
    private var framer = LineFramer(maximumLength: 1 << 20)
    private var lines: [[UInt8]] = []

    init(patience: Duration, isStopping: @escaping () -> Bool) {
        self.patience = patience
        self.isStopping = isStopping
    }

    mutating func accept(_ listener: Int32) throws(Departure) {
        try wait(for: listener, what: "a client")
        guard let client = UnixSocket.accept(listener) else { throw Departure(text: "accept failed: errno \(errno)") }
        self.client = client
    }

    mutating func hangUp() {
        if client >= 0 { close(client) }
        client = -1
    }

    mutating func perform(_ step: ScriptedStep) throws(Departure) {
        switch step {
        case .greet: try send(QMPServerSession(version: FakeQEMU.version).greeting())
        case .negotiate: try answer("qmp_capabilities", [:], with: ["return": [:]])
        case .expect(let command, let arguments, let value): try answer(command, arguments, with: ["return": value])
        case .refuse(let command, let arguments, let error):
            let refusal: JSONValue = ["class": .string(error.errorClass.name), "desc": .string(error.description)]
            try answer(command, arguments, with: ["error": refusal])
        case .ignore(let command, let arguments): _ = try expect(command, arguments)
        case .expectRaw(let command, let arguments, let bytes):
            _ = try expect(command, arguments)
            try send(bytes)
        case .send(let bytes): try send(bytes)
        case .sendSplit(let bytes, let length):
            for start in stride(from: 0, to: bytes.count, by: max(1, length)) {
                try send(Array(bytes[start..<min(bytes.count, start + max(1, length))]))
            }
        case .event(let name, let data): try send(QMPServerSession.event(name, data: data, at: .zero))
        case .awaitClose:
            if let line = try nextLine() { throw Departure(text: "a close was expected, not \(Self.text(line))") }
        case .close: hangUp()
        }
    }

    private mutating func answer(_ command: String, _ arguments: JSONObject, with answer: JSONObject)
        throws(Departure)
    {
        var answer = answer
        answer["id"] = try expect(command, arguments)
        try send(JSONValue.object(answer).encoded() + Array("\r\n".utf8))
    }

    /// - Returns: the id of the command.
    private mutating func expect(_ command: String, _ arguments: JSONObject) throws(Departure) -> JSONValue? {
        guard let line = try nextLine() else { throw Departure(text: "\(command) was expected, not the end") }
        guard let request = (try? JSONValue(parsing: line))?.object else {
            throw Departure(text: "\(command) was expected, not \(Self.text(line))")
        }
        var expected: JSONObject = ["execute": .string(command)]
        if !arguments.isEmpty { expected["arguments"] = .object(arguments) }
        expected["id"] = request["id"]
        guard request == expected else {
            let refusal: JSONValue = ["error": ["class": "GenericError", "desc": "not in the script"]]
            try send(refusal.encoded() + Array("\r\n".utf8))
            throw Departure(
                text: "\(Self.text(JSONValue.object(expected).encoded())) was expected, not \(Self.text(line))")
        }
        return request["id"]
    }

    /// - Returns: nil when the client has closed.
    private mutating func nextLine() throws(Departure) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while lines.isEmpty {
            try wait(for: client, what: "a command")
            let count = read(client, &buffer, buffer.count)
            if count == 0 || (count < 0 && errno == ECONNRESET) { return nil }
            guard count > 0 else { continue }
            var complete: [[UInt8]] = []
            framer.feed(Array(buffer[..<count])) { output in
                switch output {
                case .line(let bytes): complete.append(Array(bytes))
                case .assembled(let bytes): complete.append(bytes)
                case .oversize: break
                }
            }
            lines += complete
        }
        return lines.removeFirst()
    }

    private mutating func send(_ bytes: [UInt8]) throws(Departure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent < 0, errno == EAGAIN {
                try wait(for: client, what: "room to send", events: Int16(POLLOUT))
            } else if sent < 0 {
                throw Departure(text: "the client had gone: errno \(errno)")
            } else {
                rest = rest.dropFirst(sent)
            }
        }
    }

    private func wait(for descriptor: Int32, what: String, events: Int16 = Int16(POLLIN)) throws(Departure) {
        let deadline = MonotonicClock.now + patience
        while MonotonicClock.now < deadline {
            if isStopping() { throw Departure(text: "stopped while waiting for \(what)") }
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            if poll(&entry, 1, 20) > 0 { return }
        }
        throw Departure(text: "no \(what) within \(patience)")
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(300), as: UTF8.self) }
}

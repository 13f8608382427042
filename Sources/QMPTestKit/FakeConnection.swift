import QMP

/// One client's connection to a ``FakeQEMU``: what comes in and what goes out, without the socket.
///
/// The line polled last is recognised by its bytes and answered from a cache; everything else goes through the server
/// session, so that a client cannot get away with what QEMU would refuse.
struct FakeConnection: Sendable {
    /// What to send at which time; a delay only for slow guests.
    struct Output: Sendable {
        var bytes: [UInt8]
        var delay: Duration = .zero
        var closesAfterwards = false
    }

    private var session: QMPServerSession

    init() { session = QMPServerSession(version: FakeQEMU.version) }

    var isReady: Bool { session.isReady }

    func greeting(of guest: FakeQEMU) -> [UInt8] {
        guest.faults.contains(.neverGreets) ? [] : session.greeting()
    }

    /// - Parameters:
    ///   - bytes: what was read.
    ///   - guest: whose model answers; its time must have been advanced.
    /// - Returns: what to send, possibly nothing.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, guest: inout FakeQEMU) -> Output {
        if guest.faults.isEmpty, isPoll(bytes, of: guest) { return Output(bytes: guest.statsLine()) }
        if guest.faults.contains(.neverGreets) { return Output(bytes: []) }
        if guest.faults.contains(.stalls), session.isReady { return Output(bytes: []) }
        var output = Output(bytes: [], delay: guest.slowness)
        var events: [QMPServerEvent] = []
        session.receive(bytes) { events.append($0) }
        for event in events {
            switch event {
            case .write(let line): output.bytes += line
            case .request(let request): answer(request, wire: bytes, guest: &guest, output: &output)
            case .ready: break
            }
        }
        return output
    }

    private func isPoll(_ bytes: UnsafeRawBufferPointer, of guest: FakeQEMU) -> Bool {
        let cached = guest.reply.request
        return session.isReady && !cached.isEmpty && bytes.count == cached.count && bytes.elementsEqual(cached)
    }

    private mutating func answer(
        _ request: QMPServerRequest, wire: UnsafeRawBufferPointer, guest: inout FakeQEMU, output: inout Output
    ) {
        guard guest.isStatsPoll(request) else {
            do throws(QMPServerError) {
                output.bytes += session.reply(to: request, with: try guest.execute(request))
            } catch {
                output.bytes += session.refuse(request, with: error)
            }
            return
        }
        _ = session.reply(to: request)
        if request.id == nil, isWholeLine(wire) { guest.reply.request = Array(wire) }
        var line = guest.statsLine()
        if let id = request.id { line = Self.adding(id, to: line) }
        guest.spoil(line, into: &output)
    }

    /// Puts an id before the closing brace, CR and LF.
    private static func adding(_ id: JSONValue, to line: [UInt8]) -> [UInt8] {
        Array(line.dropLast(3)) + Array(#", "id": "#.utf8) + id.encoded() + Array("}\r\n".utf8)
    }

    private func isWholeLine(_ wire: UnsafeRawBufferPointer) -> Bool {
        wire.starts(with: #"{"execute""#.utf8) && wire.last == UInt8(ascii: "\n")
            && wire.count(where: { $0 == UInt8(ascii: "\n") }) == 1
    }
}

extension FakeQEMU {
    fileprivate func isStatsPoll(_ request: QMPServerRequest) -> Bool {
        request.command == "qom-get" && request.arguments["property"] == "guest-stats" && devicePath != nil
            && request.arguments["path"]?.string == devicePath
    }

    fileprivate var slowness: Duration {
        for case .slow(let delay) in faults { return delay }
        return .zero
    }

    /// Appends the answer to statistics, misbehaving as told.
    fileprivate func spoil(_ line: [UInt8], into output: inout FakeConnection.Output) {
        var answer = line
        for fault in faults {
            switch fault {
            case .garbage: answer = [0xff, 0x00, 0x7b] + Array("{\"return\": \u{1}nonsense\r\n".utf8)
            case .absurd: answer = Self.absurdLine
            case .deepNesting:
                answer = Array((#"{"return": "# + String(repeating: "[", count: 100_000) + "\r\n").utf8)
            case .oversizeLine(let length):
                answer = Array(#"{"return": ""#.utf8) + Array(repeating: UInt8(ascii: "x"), count: max(0, length))
                answer += Array("\"}\r\n".utf8)
            case .eventFlood(let count):
                let event = QMPServerSession.event("RTC_CHANGE", data: ["offset": 1], at: .zero)
                for _ in 0..<count { output.bytes += event }
            case .closesInMidReply:
                answer = Array(line.prefix(line.count / 2))
                output.closesAfterwards = true
            case .unaskedReplies: answer += answer
            case .neverGreets, .stalls, .slow, .absentStatistics: break
            }
        }
        output.bytes += answer
    }

    /// Well-formed, and nothing in it can be true.
    private static var absurdLine: [UInt8] {
        let line = """
            {"return": {"stats": {"stat-available-memory": -1, "stat-free-memory": 1e300, "stat-total-memory": "many", \
            "stat-swap-in": 9223372036854775807, "stat-disk-caches": [1], "stat-major-faults": null}, \
            "last-update": -9223372036854775808}}
            """
        return Array(line.utf8) + Array("\r\n".utf8)
    }
}

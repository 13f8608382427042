import QMP
import Testing

struct ClientSessionTests {
    @Test func `a session greets, negotiates without out-of-band, and is ready`() {
        var trace = ClientTrace()
        trace.session.start(at: .zero)
        #expect(trace.session.state == .awaitingGreeting)
        trace.receive(greetingLine)
        #expect(trace.events == ["greeting 7.2.22", #"write {"execute":"qmp_capabilities"}"#])
        #expect(trace.session.state == .negotiating)
        trace.receive(#"{"return": {}}"#)
        #expect(trace.events.last == "ready")
        #expect(trace.session.isReady)
        #expect(trace.session.nextDeadline == nil)
    }

    @Test func `no greeting within its deadline means the socket is busy`() {
        var trace = ClientTrace(limits: QMPClientLimits(greetingTimeout: .seconds(3)))
        trace.session.start(at: .seconds(100))
        #expect(trace.session.nextDeadline == .seconds(103))
        trace.expire(at: .milliseconds(102_999))
        #expect(trace.events == [])
        trace.expire(at: .seconds(103))
        #expect(trace.session.state == .closed(.noGreeting))
        trace.receive(greetingLine)
        #expect(trace.events.count == 1)
        #expect(trace.session.counters.bytesAfterClose == UInt64(greetingLine.count))
    }

    @Test func `a negotiation that is refused or not answered ends the session`() {
        var refused = ClientTrace()
        refused.session.start(at: .zero)
        refused.receive(greetingLine + line(#"{"error": {"class": "CommandNotFound", "desc": "no"}}"#))
        #expect(refused.events.last == "closed negotiation failed: qmp_capabilities: no")
        var silent = ClientTrace()
        silent.session.start(at: .zero)
        silent.now = .seconds(1)
        silent.receive(greetingLine)
        #expect(silent.session.nextDeadline == .seconds(3))
        silent.expire(at: .seconds(3))
        #expect(silent.events.last == "closed negotiation failed: qmp_capabilities: no answer")
    }

    @Test(arguments: ["{}", "[]", #"{"return": {}}"#, "SSH-2.0-OpenSSH", #"{"QMP": 1}"#])
    func `a first line that is no greeting ends the session`(text: String) {
        var trace = ClientTrace()
        trace.session.start(at: .zero)
        trace.receive(text)
        #expect(trace.session.isClosed)
        #expect(trace.events.count == 1)
    }

    @Test func `commands are refused before the session is ready and after it is over`() {
        var trace = ClientTrace()
        #expect(throws: QMPError.self) { try trace.send("query-status", tag: 1) }
        trace.session.start(at: .zero)
        #expect(throws: QMPError.self) { try trace.send("query-status", tag: 1) }
        trace.disconnect()
        #expect(throws: QMPError.self) { try trace.send("query-status", tag: 1) }
        #expect(trace.session.openCommands == 0)
    }

    @Test func `requests hold no blanks and end in one line feed`() throws {
        let request = QMPRequest(GuestStats(path: "/machine/peripheral/balloon0"))
        let text =
            #"{"execute":"qom-get","arguments":{"path":"/machine/peripheral/balloon0","property":"guest-stats"}}"#
        #expect(request.bytes == line(text))
        #expect(request.answersStatistics)
        #expect(QMPRequest(QueryBalloon(), id: 7).bytes == line(#"{"execute":"query-balloon","id":7}"#))
    }

    @Test func `answers without ids go to the commands in order, with events between`() throws {
        var trace = ClientTrace.ready()
        for tag in 1...3 { try trace.send("query-balloon", tag: QMPTag(rawValue: UInt64(tag))) }
        trace.receive(#"{"return": {"actual": 1}}"#)
        trace.receive(
            #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "BALLOON_CHANGE", "data": {"actual": 9}}"#)
        trace.receive(#"{"error": {"class": "DeviceNotActive", "desc": "none"}}"#)
        trace.receive(#"{"return": {"actual": 3}}"#)
        #expect(
            trace.events == [
                #"reply 1 {"actual":1}"#, "event balloonChange(actual: Optional(9))", "failed 2 DeviceNotActive none",
                #"reply 3 {"actual":3}"#,
            ])
        #expect(trace.session.openCommands == 0)
    }

    @Test func `answers with ids find their command whatever the order`() throws {
        var trace = ClientTrace.ready()
        try trace.send("a", tag: 1, id: 10)
        try trace.send("b", tag: 2)
        try trace.send("c", tag: 3, id: 30)
        trace.receive(#"{"return": 3, "id": 30}"#)
        trace.receive(#"{"return": 2}"#)
        trace.receive(#"{"id": 10, "error": {"class": "GenericError", "desc": "x"}}"#)
        #expect(trace.events == ["reply 3 3", "reply 2 2", "failed 1 GenericError x"])
    }

    @Test(arguments: ["99", #""10""#, "null", #"{"a": 1}"#, "10.5"])
    func `an answer with an id nobody sent is dropped and counted`(id: String) throws {
        var trace = ClientTrace.ready()
        try trace.send("a", tag: 1, id: 10)
        trace.receive(#"{"return": 0, "id": \#(id)}"#)
        trace.receive(#"{"return": 1, "id": 10}"#)
        #expect(trace.events == ["reply 1 1"])
        #expect(trace.session.counters.unknownIds == 1)
    }

    @Test func `an error without an id belongs to the oldest command`() throws {
        var trace = ClientTrace.ready()
        try trace.send("a", tag: 1, id: 10)
        try trace.send("b", tag: 2)
        trace.receive(#"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#)
        trace.receive(#"{"return": 2}"#)
        #expect(trace.events == ["failed 1 GenericError JSON parse error", "reply 2 2"])
    }

    @Test(arguments: [
        #"{"return": {}}"#, #"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#, "{}", "[1]", "7",
        #"{"return": {}"#, #"{"return": {}} {"return": {}}"#, #"{"return": 1, "return": 2}"#, #"{"event": 7}"#,
        #"{"return": 1e999}"#,
    ])
    func `what cannot be matched or read ends the session`(text: String) {
        var trace = ClientTrace.ready()
        trace.receive(text)
        guard case .closed(.protocolViolation) = trace.session.state else {
            Issue.record("state is \(trace.session.state)")
            return
        }
        #expect(trace.events.count == 1)
    }

    @Test func `the end of the connection interrupts what is open, once`() throws {
        var trace = ClientTrace.ready()
        try trace.send("balloon", tag: 1)
        trace.receive(Array(#"{"return": {"#.utf8))
        trace.disconnect()
        trace.disconnect()
        #expect(
            trace.events == [
                "failed 1 interrupted the connection ended before the answer", "closed connection closed by the peer",
            ])
        #expect(trace.session.nextDeadline == nil)
    }

    @Test func `a command that times out fails, and its late answer keeps the others in step`() throws {
        var trace = ClientTrace.ready()
        try trace.send("slow", tag: 1, deadline: .seconds(1))
        try trace.send("quick", tag: 2, deadline: .seconds(5))
        #expect(trace.session.nextDeadline == .seconds(1))
        trace.expire(at: .seconds(1))
        #expect(trace.events == ["failed 1 timedOut no answer within the deadline"])
        #expect(trace.session.nextDeadline == .seconds(5))
        #expect(trace.session.abandonedCommands == 1)
        trace.receive(#"{"return": 1}"#)
        trace.receive(#"{"return": 2}"#)
        #expect(Array(trace.events.dropFirst()) == ["late 1 true", "reply 2 2"])
        #expect(trace.session.counters.lateReplies == 1)
        #expect(trace.session.counters.timeouts == 1)
    }

    @Test func `open commands are bounded, and ids in use refused`() throws {
        var trace = ClientTrace.ready(limits: QMPClientLimits(maximumOpenCommands: 3))
        try trace.send("a", tag: 1, id: 1)
        #expect(throws: QMPError.self) { try trace.send("a", tag: 2, id: 1) }
        try trace.send("b", tag: 2)
        try trace.send("c", tag: 3)
        #expect(throws: QMPError.self) { try trace.send("d", tag: 4) }
        #expect(trace.session.openCommands == 3)
    }

    @Test func `an oversize answer fails its command and the next one finds its own`() throws {
        let limits = QMPClientLimits(json: JSONLimits(maximumBytes: 200))
        var trace = ClientTrace.ready(limits: limits)
        try trace.send("a", tag: 1)
        try trace.send("b", tag: 2)
        let event =
            #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "X", "data": "\#(String(repeating: "e", count: 300))"}"#
        trace.receive(event)
        trace.receive(#"{"return": "\#(String(repeating: "r", count: 300))"}"#)
        trace.receive(#"{"return": 2}"#)
        #expect(
            trace.events == [
                "oversize \(event.utf8.count)", "oversize 314",
                "failed 1 protocolViolation the answer has 314 bytes, more than the bound", "reply 2 2",
            ])
        #expect(trace.session.counters.oversizeLines == 2)
    }

    @Test(arguments: [
        (#""event": "RESET", "data": {"guest": true}"#, QMPEvent.reset),
        (#""event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-reset"}"#, .shutdown(reason: "guest-reset")),
        (#""event": "STOP""#, .stop), (#""event": "RESUME""#, .resume), (#""event": "POWERDOWN""#, .powerdown),
        (#""event": "GUEST_PANICKED", "data": {"action": "pause"}"#, .guestPanicked),
        (#""event": "DEVICE_DELETED", "data": {"path": "/a/b"}"#, .deviceDeleted(device: nil, path: "/a/b")),
        (
            #""event": "MEMORY_DEVICE_SIZE_CHANGE", "data": {"id": "vm0", "size": 64, "qom-path": "/x"}"#,
            .memoryDeviceSizeChange(id: "vm0", size: 64)
        ),
        (#""event": "MIGRATION", "data": {"status": "active"}"#, .migration(status: "active")),
        (#""event": "BALLOON_CHANGE", "data": {"actual": -1}"#, .balloonChange(actual: nil)),
        (#""event": "BALLOON_CHANGE""#, .balloonChange(actual: nil)),
        (#""event": "NEW_ONE", "data": {"x": 1}"#, .other("NEW_ONE")),
    ])
    func `events are told by kind`(members: String, expected: QMPEvent) {
        var trace = ClientTrace.ready()
        trace.receive(#"{"timestamp": {"seconds": 1, "microseconds": 2}, \#(members)}"#)
        #expect(trace.events == ["event \(expected)"])
    }

    @Test(arguments: [
        ("GenericError", QMPErrorClass.genericError), ("CommandNotFound", .commandNotFound),
        ("DeviceNotActive", .deviceNotActive), ("DeviceNotFound", .deviceNotFound),
        ("KVMMissingCap", .kvmMissingCap), ("Brand New", .other("Brand New")),
    ])
    func `errors are told by class`(name: String, errorClass: QMPErrorClass) throws {
        var trace = ClientTrace.ready()
        try trace.send("x", tag: 1)
        trace.receive(#"{"error": {"class": "\#(name)", "desc": "why"}}"#)
        #expect(trace.events == ["failed 1 \(name) why"])
        #expect(QMPErrorClass(name: name) == errorClass)
        #expect(errorClass.name == name)
    }

    @Test func `an error's words are bounded`() throws {
        var trace = ClientTrace.ready()
        try trace.send("x", tag: 1)
        trace.receive(#"{"error": {"class": "GenericError", "desc": "\#(String(repeating: "w", count: 100_000))"}}"#)
        #expect(trace.events.first?.utf8.count ?? .max < 600)
    }
}

import QMP
import Testing

/// The first golden test: QEMU's 2^64 - 1 for "the guest does not report this", which jansson refuses with the whole reply.
struct AbsentStatisticsTests {
    /// With a key of some later QEMU, so that it is not read as the usual answer is.
    static let reply =
        #"{"return": {"stats": {"stat-of-a-later-version": 1, "stat-swap-out": 18446744073709551615, "stat-available-memory": 200929280, "#
        + #""stat-free-memory": 18446744073709551615}, "last-update": 1795374986}}"#

    @Test func `a number that does not fit is refused when integers are exact`() {
        #expect(throws: JSONError.self) { _ = try JSONValue(parsing: Array(Self.reply.utf8)) }
    }

    @Test func `absent statistics read as nil and the others as they are`() throws {
        let document = try JSONDocument(parsing: Array(Self.reply.utf8), integers: .asReals)
        guard let view = document.root["return"] else { throw JSONError(code: .syntax, message: "no return") }
        let stats = try GuestStats.decode(view)
        #expect(stats.swapOut == nil)
        #expect(stats.freeMemory == nil)
        #expect(stats.availableMemory == 200_929_280)
        #expect(stats.lastUpdate == 1_795_374_986)
        #expect(stats.oomKills == nil)
    }

    @Test func `a session parses twice once and then knows`() throws {
        var trace = ClientTrace.ready()
        for poll in 0..<3 {
            try trace.send("qom-get", tag: QMPTag(rawValue: UInt64(poll)), statistics: true)
            trace.receive(Self.reply)
        }
        #expect(trace.events.count == 3)
        #expect(trace.events.allSatisfy { $0.hasPrefix("reply") && $0.contains("200929280") })
        #expect(trace.session.counters.secondParses == 1)
        #expect(trace.session.reportsAbsentStatistics)
    }

    @Test func `the usual answer is not parsed even once`() throws {
        var trace = ClientTrace.ready()
        try trace.send("qom-get", tag: 1, statistics: true)
        trace.receive(GuestStatsScannerTests.ordinary)
        #expect(trace.events.last?.contains("200929280") == true)
        #expect(trace.session.counters.secondParses == 0 && trace.session.counters.replies == 1)
    }

    @Test func `the usual answer to a statistics request that timed out is late`() throws {
        var trace = ClientTrace.ready()
        try trace.send("qom-get", tag: 1, deadline: .seconds(1), statistics: true)
        trace.expire(at: .seconds(2))
        trace.receive(GuestStatsScannerTests.ordinary)
        #expect(trace.events.last == "late 1 true")
    }

    @Test func `other answers stay exact in a session that saw absent statistics`() throws {
        var trace = ClientTrace.ready()
        try trace.send("qom-get", tag: 1, statistics: true)
        trace.receive(Self.reply)
        try trace.send("query-balloon", tag: 2)
        trace.receive(#"{"return": {"actual": 9007199254740993}}"#)
        #expect(trace.events.last == #"reply 2 {"actual":9007199254740993}"#)
    }

    @Test func `a reset makes the session try exact integers again`() throws {
        var trace = ClientTrace.ready()
        try trace.send("qom-get", tag: 1, statistics: true)
        trace.receive(Self.reply)
        trace.receive(#"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESET"}"#)
        #expect(!trace.session.reportsAbsentStatistics)
    }

    @Test(arguments: [
        #"{"stats": {"stat-free-memory": -1}, "last-update": 5}"#,
        #"{"stats": {"stat-free-memory": 1e300}, "last-update": 5}"#,
        #"{"stats": {"stat-free-memory": "1"}, "last-update": 5}"#,
        #"{"stats": {"stat-free-memory": 0.5}, "last-update": 5}"#,
        #"{"stats": {}, "last-update": 5}"#,
    ])
    func `an absurd statistic is absent`(text: String) throws {
        let document = try JSONDocument(parsing: Array(text.utf8))
        #expect(try GuestStats.decode(document.root).freeMemory == nil)
    }

    @Test(arguments: [#"{"last-update": 5}"#, #"{"stats": {}}"#, #"{"stats": {}, "last-update": -1}"#, "[]", "7"])
    func `an answer without its shape is an error`(text: String) throws {
        let document = try JSONDocument(parsing: Array(text.utf8))
        do throws(QMPError) {
            _ = try GuestStats.decode(document.root)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .protocolViolation)
        }
    }
}

import QMP
import Testing

struct CommandTests {
    private func reply<Command: QMPCommand>(_ type: Command.Type, _ text: String) throws -> Command.Reply {
        let document = try JSONDocument(parsing: Array(text.utf8))
        return try Command.decode(document.root)
    }

    @Test func `identity and state`() throws {
        #expect(try reply(QueryName.self, #"{"name": "web1"}"#) == "web1")
        #expect(try reply(QueryName.self, "{}") == nil)
        #expect(try reply(QueryUUID.self, #"{"UUID": "00000000-0000-0000-0000-000000000000"}"#) == nil)
        #expect(try reply(QueryUUID.self, #"{"UUID": "4f3a1c3e"}"#) == "4f3a1c3e")
        let status = try reply(QueryStatus.self, #"{"running": false, "status": "paused"}"#)
        #expect(status.state == .paused)
        #expect(!status.isRunning)
        let version = #"{"qemu": {"micro": 2, "minor": 1, "major": 9}, "package": "p"}"#
        #expect(try reply(QueryVersion.self, version) == QMPVersion(major: 9, minor: 1, micro: 2, package: "p"))
    }

    @Test func `balloon and memory`() throws {
        #expect(try reply(QueryBalloon.self, #"{"actual": 268435456}"#) == 268_435_456)
        let summary = try reply(QueryMemorySizeSummary.self, #"{"base-memory": 5, "plugged-memory": 7}"#)
        #expect(summary.base == 5 && summary.plugged == 7)
        let devices = try reply(
            QueryMemoryDevices.self,
            #"[{"type": "dimm", "data": {"id": "d1", "size": 128}}, {"type": "virtio-mem", "data": {"size": 64}}]"#)
        #expect(devices.map(\.countsForBalloon) == [true, false])
        #expect(devices.map(\.size) == [128, 64])
        let backends = try reply(QueryMemdev.self, #"[{"id": "pc.ram", "size": 9, "merge": true, "share": false}]"#)
        #expect(backends.first?.merge == true && backends.first?.prealloc == nil)
        #expect(try reply(GetStatsPollingInterval.self, "2") == .seconds(2))
        let list = try reply(QOMList.self, #"[{"name": "a", "type": "child<x>"}, {"name": 1}, 7]"#)
        #expect(list.map(\.name) == ["a"])
    }

    @Test(arguments: [#"{"actual": -1}"#, "{}", #"{"actual": 1.5}"#, "[]", #"{"actual": "5"}"#, "null"])
    func `an actual no guest can have is an error`(text: String) {
        #expect(throws: QMPError.self) { try reply(QueryBalloon.self, text) }
    }

    @Test func `arguments that QEMU would refuse are refused here`() throws {
        #expect(throws: QMPError.self) { try SetBalloon(value: 0) }
        #expect(throws: QMPError.self) { try SetBalloon(value: 1 << 63) }
        #expect(try SetBalloon(value: 5).arguments == ["value": 5])
        #expect(throws: QMPError.self) { try SetStatsPollingInterval(path: "/x", interval: .seconds(-1)) }
        #expect(throws: QMPError.self) { try SetStatsPollingInterval(path: "/x", interval: .seconds(1 << 32)) }
        let set = try SetStatsPollingInterval(path: "/x", interval: .seconds(1))
        #expect(
            set.arguments == ["path": "/x", "property": "guest-stats-polling-interval", "value": 1])
    }
}

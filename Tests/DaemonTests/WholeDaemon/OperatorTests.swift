import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("An operator at the control socket", .serialized)
struct OperatorTests {
    private static let mebibyte: UInt64 = 1 << 20

    private func guest(_ name: String) -> FakeQEMU { FakeQEMU(name: name, maximum: 512 << 20) }

    @Test("a pin is sent to QEMU at once, shown, and taken off again")
    func pins() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            let reply = try peer.execute(
                "set-pin", ["guest": "web1", "target": "256M", "for_seconds": 3600, "reason": "backup"])
            #expect(reply["return"]?["target_bytes"] == .integer(256 << 20))
            #expect(daemon.targets(of: "web1").first == 256 << 20)

            let row = try peer.event("CYCLE") { $0["guests"]?[0]?["pin"]?.isNull == false }["guests"]?[0]
            #expect(row?["pin"]?["reason"] == "backup")
            #expect(row?["pin"]?["target_bytes"] == .integer(256 << 20))

            let removed = try peer.execute("remove-pin", ["guest": "web1"])
            #expect(removed["return"]?["removed"] == true)
            _ = try peer.event("CYCLE") { $0["guests"]?[0]?["pin"]?.isNull == true }
            try daemon.stop()
        }
    }

    @Test("what is explained tells each thing once: no name beside its name, no alarm twice, no rung beside the rung")
    func explained() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.setHost(total: 4096, available: 400)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            _ = try peer.execute("set-pin", ["guest": "web1", "target": "256M", "reason": "backup"])
            _ = try peer.event("CYCLE") { $0["guests"]?[0]?["actual_bytes"] == .integer(256 << 20) }
            _ = try peer.event("CYCLE")
            let reply = try peer.execute("explain")["return"]
            let sentences = reply?["pool"]?["sentences"]?.array?.compactMap(\.string) ?? []
            #expect(sentences.count > 1 && Set(sentences).count == sentences.count, "\(sentences)")
            #expect(sentences.allSatisfy { !$0.contains("web1") && !$0.contains("(") }, "\(sentences)")
            let words = reply?["guests"]?[0]?["explanation"]?.string ?? ""
            #expect(words.hasPrefix("It is held at 256 MiB: the operator pinned it to 256 MiB (backup)"), "\(words)")
            #expect(!words.contains("web1"), "\(words)")
            try daemon.stop()
        }
    }

    @Test("a pin survives a restart of the daemon")
    func pinSurvives() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            _ = try daemon.operate(whenFresh: ["web1"]).execute("set-pin", ["guest": "web1", "target": "50%"])
            try daemon.stop()
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            let row = try peer.event("CYCLE")["guests"]?[0]
            #expect(row?["pin"]?["target_bytes"] == .integer(256 << 20))
            try daemon.stop()
        }
    }

    @Test(
        "a request that cannot be met is refused with its class and a way out",
        arguments: [
            (["guest": "nobody", "target": "1G"], "DeviceNotFound", "no guest is called 'nobody'"),
            (["guest": "web1", "target": "64M"], "GenericError", "balloonctl limits web1 --min"),
            (["guest": "web1", "target": "512"], "GenericError", "has no unit"),
            (["guest": "web1", "target": "256M", "for_second": 5], "GenericError", "for_second"),
            (["guest": "web1", "target": "256M", "for_seconds": 0.2], "GenericError", "1 s or longer"),
            (["target": "256M"], "GenericError", "guest"),
        ] as [(JSONObject, JSONValue, String)])
    func refusals(arguments: JSONObject, errorClass: JSONValue, words: String) throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            let answer = try peer.execute("set-pin", arguments)
            #expect(answer["error"]?["class"] == errorClass)
            #expect(answer["error"]?["desc"]?.string?.contains(words) == true, "\(answer)")
            #expect(daemon.targets(of: "web1").isEmpty)
            try daemon.stop()
        }
    }

    @Test("more than the guest has is its maximum, and said so")
    func aboveMaximum() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            let reply = try daemon.operate(whenFresh: ["web1"]).execute("set-pin", ["guest": "web1", "target": "9G"])
            #expect(reply["return"]?["target_bytes"] == .integer(512 << 20))
            #expect(reply["return"]?["adjusted"]?.string?.contains("512 MiB at most") == true)
            try daemon.stop()
        }
    }

    @Test("limits are checked, shown, and survive a restart")
    func limits() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            let crossed = try peer.execute("set-limits", ["guest": "web1", "floor": "400M", "ceiling": "300M"])
            #expect(crossed["error"]?["desc"]?.string?.contains("above the ceiling") == true)
            let shares = try peer.execute("set-limits", ["guest": "web1", "shares": 0])
            #expect(shares["error"]?["desc"]?.string?.contains("1 to 50000") == true)
            let set = try peer.execute("set-limits", ["guest": "web1", "floor": "200M", "shares": 2000])
            #expect(set["return"]?["floor_bytes"] == .integer(200 << 20))
            try daemon.stop()
            try daemon.start()
            let shown = try daemon.operate(whenFresh: ["web1"]).execute("set-limits", ["guest": "web1"])
            #expect(shown["return"]?["floor_bytes"] == .integer(200 << 20))
            #expect(shown["return"]?["shares"] == 2000)
            try daemon.stop()
        }
    }

    @Test("a dry run answers, and sends nothing to any guest")
    func dryRun() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1"), guest("web2")])
            try daemon.setHost(total: 4096, available: 100)
            try daemon.start(isDryRun: true)
            let peer = try daemon.operate(whenFresh: ["web1", "web2"])
            let reply = try peer.execute("set-pin", ["guest": "web1", "target": "256M"])
            #expect(
                reply["return"]?["adjusted"]
                    == "dry run: nothing is sent or stored, and the pin is forgotten when it ends")
            _ = try peer.event("CYCLE")
            _ = try peer.event("CYCLE")
            #expect(daemon.targets(of: "web1").isEmpty && daemon.targets(of: "web2").isEmpty)
            try daemon.stop()
        }
    }

    @Test("a configuration with a mistake is not taken over, and the answer names file, line and key")
    func reload() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            try daemon.write(configuration: "pool.limit = \"20%\"")
            let refused = try peer.execute("reload")
            let words = refused["error"]?["desc"]?.string ?? ""
            #expect(words.contains("config.toml:9") && words.contains("pool.limit"), "\(words)")
            #expect(try peer.execute("query-status")["return"]?["pool"]?["limit"]?.double == 0.8)

            try daemon.write(configuration: "pool.limit = \"70%\"")
            #expect(try peer.execute("reload")["return"] != nil)
            #expect(try peer.execute("query-status")["return"]?["pool"]?["limit"]?.double == 0.7)
            let counters = try peer.execute("query-status")["return"]?["counters"]
            #expect(counters?["disconnections"] == 0)
            try daemon.stop()
        }
    }

    @Test("commands before the negotiation, unknown ones and broken JSON are answered as QEMU answers them")
    func protocolErrors() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest("web1")])
            try daemon.start()
            let peer = try ControlPeer(path: directory.path("control.sock"))
            #expect(try peer.execute("no-such")["error"]?["class"] == "CommandNotFound")
            peer.send(Array("{\"execute\": }\n".utf8))
            #expect(try peer.line()["error"]?["class"] == "GenericError")
            #expect(try peer.execute("query-guests", ["guest": 5])["error"]?["class"] == "GenericError")
            try daemon.stop()
        }
    }
}

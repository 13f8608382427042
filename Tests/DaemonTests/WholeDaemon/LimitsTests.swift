import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("Limits, pauses and pins that cannot hold", .serialized)
struct LimitsTests {
    private func with(
        _ guests: [FakeQEMU] = [FakeQEMU(name: "web1", maximum: 512 << 20)], configuration: String = "",
        _ body: (DaemonUnderTest, ControlPeer) throws -> Void
    ) throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: guests, configuration: configuration)
            try daemon.start()
            try body(daemon, daemon.operate(whenFresh: guests.filter { $0.faults.isEmpty }.map(\.name)))
            try daemon.stop()
        }
    }

    @Test("max is no ceiling, also where the configuration has one; reset gives all back to the configuration")
    func maximumAndReset() throws {
        try with(configuration: "guests.web1.ceiling = \"500M\"\nguests.web1.shares = 300") { _, peer in
            let set = try peer.execute("set-limits", ["guest": "web1", "ceiling": "max", "shares": 7])["return"]
            #expect(set?["ceiling_bytes"]?.isNull ?? true)
            #expect(set?["shares"] == 7)
            let reset = try peer.execute("set-limits", ["guest": "web1", "reset": true])["return"]
            #expect(reset?["ceiling_bytes"] == .integer(500 << 20))
            #expect(reset?["shares"] == 300)
        }
    }

    @Test("a share of a maximum that is not known is refused, an amount is not")
    func unknownMaximum() throws {
        var stalled = FakeQEMU(name: "web2", maximum: 512 << 20)
        stalled.faults = [.stalls]
        try with([FakeQEMU(name: "web1", maximum: 512 << 20), stalled]) { _, peer in
            let refused = try peer.execute("set-limits", ["guest": "web2", "floor": "50%"])
            #expect(refused["error"]?["class"] == "DeviceNotActive", "\(refused)")
            let taken = try peer.execute("set-limits", ["guest": "web2", "floor": "200M"])
            #expect(taken["return"]?["floor_bytes"] == .integer(200 << 20), "\(taken)")
        }
    }

    @Test("what was set for a guest that is gone can be taken back, and nothing new be set")
    func goneGuest() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [FakeQEMU(name: "web1", maximum: 512 << 20)])
            try daemon.start()
            var peer = try daemon.operate(whenFresh: ["web1"])
            _ = try peer.execute("set-limits", ["guest": "web1", "floor": "200M"])
            _ = try peer.execute("pause", ["guest": "web1"])
            try daemon.stop()
            try daemon.write(configuration: "", sockets: "none/*.sock")
            try daemon.start()
            peer = try daemon.operate()
            #expect(try peer.execute("pause", ["guest": "web1"])["error"]?["class"] == "DeviceNotFound")
            #expect(try peer.execute("set-limits", ["guest": "web1"])["error"]?["class"] == "DeviceNotFound")
            #expect(try peer.execute("resume", ["guest": "web1"])["return"] != nil)
            #expect(try peer.execute("resume", ["guest": "web1"])["error"]?["class"] == "DeviceNotFound")
            #expect(try peer.execute("set-limits", ["guest": "web1", "reset": true])["return"] != nil)
            #expect(
                try peer.execute("set-limits", ["guest": "web1", "reset": true])["error"]?["class"] == "DeviceNotFound")
            try daemon.stop()
        }
    }

    @Test("a guest that is not managed cannot be pinned")
    func unmanagedPin() throws {
        try TemporaryDirectory.with { directory in
            let guest = FakeQEMU(name: "web1", maximum: 512 << 20)
            let daemon = try DaemonUnderTest(
                in: directory, guests: [guest], configuration: "guests.web1.managed = false")
            try daemon.start()
            let peer = try daemon.operate()
            _ = try peer.event("CYCLE") { $0["guests"]?[0]?["state"] == "unmanaged" }
            let answer = try peer.execute("set-pin", ["guest": "web1", "target": "256M"])
            #expect(answer["error"]?["desc"]?.string?.contains("managed = false") == true, "\(answer)")
            #expect(daemon.targets(of: "web1").isEmpty)
            try daemon.stop()
        }
    }

    @Test("on-stop = deflate leaves paused guests alone, and goes to the ceiling at most")
    func deflate() throws {
        let guests = ["a", "b"].map { FakeQEMU(name: $0, maximum: 512 << 20) }
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: guests,
                configuration: "daemon.on-stop = \"deflate\"\nguests.b.ceiling = \"384M\"")
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a", "b"])
            _ = try peer.execute("pause", ["guest": "a"])
            for name in ["a", "b"] { _ = try peer.execute("set-pin", ["guest": .string(name), "target": "256M"]) }
            _ = try peer.event("CYCLE") { data in
                data["guests"]?.array?.allSatisfy { $0["actual_bytes"] == .integer(256 << 20) } == true
            }
            try daemon.stop()
            #expect(daemon.targets(of: "a").last == 256 << 20)
            #expect(daemon.targets(of: "b").last == 384 << 20)
        }
    }

    @Test("what is set in a dry run is gone after it")
    func dryRunForgets() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [FakeQEMU(name: "web1", maximum: 512 << 20)])
            try daemon.start(isDryRun: true)
            _ = try daemon.operate(whenFresh: ["web1"]).execute("set-pin", ["guest": "web1", "target": "256M"])
            try daemon.stop()
            try daemon.start()
            let row = try daemon.operate(whenFresh: ["web1"]).event("CYCLE")["guests"]?[0]
            #expect(row?["pin"]?.isNull ?? true)
            #expect(daemon.targets(of: "web1").isEmpty)
            try daemon.stop()
        }
    }

    @Test("a start that fails lets go of everything: the next one succeeds")
    func failedStart() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: [FakeQEMU(name: "web1", maximum: 512 << 20)],
                configuration: "daemon.control-group = \"no-such-group\"")
            let error = #expect(throws: ControlSocketError.self) { try daemon.start() }
            #expect(error?.description.contains("no-such-group") == true)
            #expect(!directory.names().contains("control.sock"))
            try daemon.write(configuration: "")
            try daemon.start()
            _ = try daemon.operate(whenFresh: ["web1"])
            try daemon.stop()
        }
    }
}

import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("reserve: an operator's room in a whole daemon", .serialized)
struct RoomTests {
    private func prepare(_ directory: TemporaryDirectory) throws -> DaemonUnderTest {
        let daemon = try DaemonUnderTest(in: directory, guests: [FakeQEMU(name: "web1", maximum: 512 << 20)])
        try daemon.setHost(total: 4096, available: 2048)
        return daemon
    }

    @Test("What is there is held and shown until it is released; a restart forgets it")
    func held() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            let reply = try peer.execute("reserve", ["size": "1G", "for_seconds": 600])["return"]
            #expect(reply?["state"] == "held" && reply?["asked_bytes"] == .integer(1 << 30))
            let status = try peer.event("CYCLE") { $0["status"]?["room"]?.isNull == false }["status"]
            #expect(status?["room"]?["state"] == "held")
            #expect(status?["alarms"]?.array?.isEmpty == true)
            let explained = try peer.execute("explain")["return"]?["pool"]?["sentences"]?.array ?? []
            #expect(explained.contains { $0.string == "room of 1 GiB is held for an operator" }, "\(explained)")
            #expect(try peer.execute("reserve", ["size": "0B"])["return"]?["state"] == "none")
            #expect(try peer.execute("query-reserved")["return"]?["asked_bytes"] == 0)
            _ = try peer.execute("reserve", ["size": "1G"])
            try daemon.stop()
            try daemon.start()
            let again = try daemon.operate(whenFresh: ["web1"])
            #expect(try again.execute("query-reserved")["return"]?["state"] == "none")
            try daemon.stop()
        }
    }

    @Test("What cannot be had is short, with the reason, and no guest gives anything for it")
    func short() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            _ = try peer.execute("reserve", ["size": "90%"])
            _ = try peer.event("CYCLE") { $0["status"]?["room"]?["state"] == "short" }
            let room = try peer.execute("query-reserved")["return"]
            #expect(room?["reason"]?.string?.contains("is missing. What would help: ") == true)
            #expect(daemon.targets(of: "web1").isEmpty)
            try daemon.stop()
        }
    }

    @Test("It ends by its own time, and that is told")
    func expires() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            _ = try peer.execute("reserve", ["size": "1G", "for_seconds": 1])
            _ = try peer.event("CYCLE") { $0["status"]?["room"]?.isNull == false }
            _ = try peer.event("CYCLE") { $0["status"]?["room"] == nil }
            let room = try peer.execute("query-reserved")["return"]
            #expect(room?["state"] == "expired" && room?["reason"]?.string?.contains("over") == true)
            try daemon.stop()
        }
    }

    @Test("Sizes and times that make no sense are refused, with the reason")
    func refused() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["web1"])
            func refusal(_ size: String, _ seconds: Int = 60) throws -> String {
                let arguments: JSONObject = ["size": .string(size), "for_seconds": .integer(Int64(seconds))]
                return try peer.execute("reserve", arguments)["error"]?["desc"]?.string ?? "accepted"
            }
            #expect(try refusal("much").contains("is not a size"))
            #expect(try refusal("max").contains("say how much room"))
            #expect(try refusal("5G").contains("the whole pool has 4 GiB"))
            #expect(try refusal("1G", 7200).contains("1 s to 1h"))
            #expect(try refusal("1G", 0).contains("not 0"))
            try daemon.stop()
        }
    }
}

import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("A daemon that remembers", .serialized)
struct DaemonHistoryTests {
    /// The answer to the command once it is as wished; asked again with each cycle.
    private func answer(
        _ peer: ControlPeer, _ command: String, _ arguments: JSONObject = [:], once isGood: (JSONValue) -> Bool
    ) throws -> JSONValue? {
        for _ in 0..<60 {
            let answer = try peer.execute(command, arguments)["return"]
            if let answer, isGood(answer) { return answer }
            _ = try peer.event("CYCLE")
        }
        return nil
    }

    @Test("tells a move with what came of it, also after a restart, and a pin with who set it")
    func remembersMoves() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: [FakeQEMU(name: "a", maximum: 512 << 20, used: 64 << 20)])
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a"])
            _ = try peer.execute("set-pin", ["guest": "a", "target": "256M", "reason": "backup"])
            let known = try answer(peer, "query-moves", ["guest": "a"]) { reply in
                reply["moves"]?[0]?["outcome"]?["state"] == "arrived"
            }
            let move = try #require(known?["moves"]?[0])
            #expect(move["action"] == "pin" && move["target_bytes"] == .integer(256 << 20))
            #expect(move["account"]?.string?.contains("\"backup\"") == true)
            try daemon.stop()

            try daemon.start()
            let again = try daemon.operate(whenFresh: ["a"]).execute("query-moves")
            #expect(again["return"]?["moves"]?[0] == move)
            try daemon.stop()
        }
    }

    @Test("keeps nothing where it is told so, and says that; a reload begins it")
    func off() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [], configuration: "history.enabled = false")
            try daemon.start()
            let peer = try daemon.operate()
            let refusal = try peer.execute("query-history", ["since_unix_seconds": 0])
            #expect(refusal["error"]?["desc"]?.string?.contains("[history] is off") == true)
            try daemon.write(configuration: "")
            _ = try peer.execute("reload")
            let course = try answer(peer, "query-history", ["since_unix_seconds": 0]) { reply in
                reply["pool"]?.array?.isEmpty == false
            }
            #expect(course?["pool"]?[0]?["total_bytes"] == .integer(4096 << 20))
            let status = try peer.execute("query-status")["return"]
            #expect(status?["counters"]?["history_dropped"] == .integer(0))
            try daemon.stop()
        }
    }
}

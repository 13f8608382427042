import BalloonKit
import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("The loop from the sensor to the wire", .serialized)
struct LoopTests {
    private func guests() -> [FakeQEMU] {
        ["a", "b"].map { FakeQEMU(name: $0, maximum: 512 << 20, used: 64 << 20) }
    }

    @Test("a host file that cannot be read stops decisions, not the daemon, and is counted and told")
    func unreadableHost() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: guests())
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a", "b"])
            try directory.write("nonsense\n", to: "proc/meminfo")
            var status: JSONValue?
            while (status?["counters"]?["not_ready"]?.int64 ?? 0) == 0 {
                status = try peer.execute("query-status")["return"]
            }
            #expect(status?["pool"] == .null)
            #expect(status?["alarms"]?.array?.contains { $0["code"] == "pool-unreadable" } == true)
            try daemon.setHost(total: 4096, available: 3000)
            let used = try peer.event("CYCLE") { $0["status"]?["pool"]?["used_bytes"] == .integer(1096 << 20) }
            #expect(used["status"]?["rung"] == "normal")
            try daemon.stop()
        }
    }

    @Test("a guest over its ceiling is brought down to it without any pressure")
    func ceiling() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: guests(), configuration: "guests.a.ceiling = \"384M\"")
            try daemon.start()
            let peer = try daemon.operate()
            let decision = try peer.event("DECISION") { $0["guest"] == "a" }
            #expect(decision["action"] == "reclaim")
            _ = try peer.event("CYCLE") { data in
                data["guests"]?.array?.first { $0["name"] == "a" }?["actual_bytes"] == .integer(384 << 20)
            }
            #expect(daemon.targets(of: "b").isEmpty)
            try daemon.stop()
        }
    }

    @Test("a reading that polls decides on the answers, however urgent it is, and not on what was known before")
    func pollBeforeUrgency() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: guests())
            try daemon.start(
                governors: .rule { _ in
                    FixedRule(target: .mebibytes(300), period: .milliseconds(1), isUrgent: true)
                })
            let peer = try daemon.operate()
            var (cycles, urgent): (Int64, Int64) = (0, 0)
            while cycles < 20 {
                let counters = try peer.execute("query-status")["return"]?["counters"]
                cycles = counters?["cycles"]?.int64 ?? 0
                urgent = counters?["urgent_cycles"]?.int64 ?? 0
            }
            // Every reading polls, but for those that find a poll still under way.
            #expect(urgent * 4 < cycles)
            try daemon.stop()
        }
    }

    @Test("with on-stop = deflate guests get their memory back before the end; with keep they stay as they are")
    func onStop() throws {
        for (choice, expected) in [("deflate", UInt64(512 << 20)), ("keep", UInt64(256 << 20))] {
            try TemporaryDirectory.with { directory in
                let daemon = try DaemonUnderTest(
                    in: directory, guests: guests(), configuration: "daemon.on-stop = \"\(choice)\"")
                try daemon.start()
                let peer = try daemon.operate(whenFresh: ["a"])
                _ = try peer.execute("set-pin", ["guest": "a", "target": "256M"])
                _ = try peer.event("CYCLE") { data in
                    data["guests"]?[0]?["actual_bytes"] == .integer(256 << 20)
                }
                try daemon.stop()
                #expect(daemon.targets(of: "a").last == expected)
            }
        }
    }

    @Test("another rule decides in balloond's place, in its own rhythm, on a host with plenty of room")
    func anotherRule() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: guests())
            try daemon.write(configuration: "", cycle: "60s")
            try daemon.start(governors: .rule { _ in FixedRule(target: .mebibytes(300)) })
            let peer = try daemon.operate()
            _ = try peer.event("CYCLE") { data in
                data["guests"]?.array?.contains { $0["actual_bytes"] == .integer(300 << 20) } == true
            }
            #expect(daemon.targets(of: "a").allSatisfy { $0 == 300 << 20 })
            try daemon.stop()
        }
    }

    @Test("a paused pool moves nothing, though a guest is over its ceiling")
    func pausedPool() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: guests())
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a", "b"])
            _ = try peer.execute("pause")
            _ = try peer.execute("set-limits", ["guest": "a", "ceiling": "300M"])
            _ = try peer.event("CYCLE") { $0["status"]?["paused"] == true }
            _ = try peer.event("CYCLE")
            #expect(daemon.targets(of: "a").isEmpty)
            _ = try peer.execute("resume")
            let decision = try peer.event("DECISION")
            #expect(decision["guest"] == "a")
            try daemon.stop()
        }
    }

    @Test("a stalled and a hostile guest delay no other guest")
    func hostileGuests() throws {
        try TemporaryDirectory.with { directory in
            var all = guests()
            all[0].faults = [.stalls]
            var hostile = FakeQEMU(name: "h", maximum: 512 << 20)
            hostile.faults = [.garbage]
            all.append(hostile)
            let daemon = try DaemonUnderTest(in: directory, guests: all)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["b"])
            let reply = try peer.execute("set-pin", ["guest": "b", "target": "256M"])
            #expect(reply["return"]?["target_bytes"] == .integer(256 << 20))
            #expect(daemon.targets(of: "b").first == 256 << 20)
            try daemon.stop()
        }
    }
}

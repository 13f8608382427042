import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("set-ksm: the operator's hand on KSM", .serialized)
struct KSMOrderTests {
    private func prepare(_ directory: TemporaryDirectory, sharing: Int = 0) throws -> DaemonUnderTest {
        let daemon = try DaemonUnderTest(in: directory, guests: [FakeQEMU(name: "a", maximum: 512 << 20)])
        for name in ["pages_shared", "pages_unshared", "pages_volatile", "full_scans", "run"] {
            try directory.write("0\n", to: "sys/kernel/mm/ksm/\(name)")
        }
        try directory.write("\(sharing)\n", to: "sys/kernel/mm/ksm/pages_sharing")
        try directory.write("100\n", to: "sys/kernel/mm/ksm/pages_to_scan")
        try directory.write("20\n", to: "sys/kernel/mm/ksm/sleep_millisecs")
        try daemon.write(configuration: "", ksm: "auto")
        return daemon
    }

    private func run(_ directory: TemporaryDirectory) throws -> String {
        try directory.read("sys/kernel/mm/ksm/run")
    }

    /// Two cycles on, with what they asked for written.
    private func settle(_ peer: ControlPeer) throws -> JSONValue? {
        for _ in 0..<2 { _ = try peer.event("CYCLE") }
        return try peer.execute("query-ksm")["return"]
    }

    @Test("start merges without need, stop ends it, auto gives it back, and what was found is put back at the end")
    func startStopAuto() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a"])
            #expect(try settle(peer)?["phase"] == "off")
            #expect(try peer.execute("set-ksm", ["action": "start"])["return"]?["hold"] == "start")
            let started = try settle(peer)
            #expect(started?["phase"] == "hurry" && started?["hold"] == "start" && started?["run"] == 1)
            #expect(started?["reason"]?["code"] == "operator-hold")
            let summary = try peer.execute("query-status")["return"]?["ksm"]
            #expect(summary?["hold"] == "start" && summary?["phase"] == "hurry")
            let explained = try peer.execute("explain")["return"]?["pool"]?["sentences"]?.array ?? []
            #expect(explained.contains { $0.string?.contains("KSM is hurry: the operator started it") == true })
            _ = try peer.execute("set-ksm", ["action": "stop"])
            #expect(try settle(peer)?["run"] == 0)
            #expect(try peer.execute("set-ksm", ["action": "retune"])["error"]?["class"] == "GenericError")
            #expect(try peer.execute("set-ksm", ["action": "auto"])["return"]?["hold"] == nil)
            #expect(try peer.execute("set-ksm", ["action": "retune"])["return"] != nil)
            try daemon.stop()
            #expect(try directory.read("sys/kernel/mm/ksm/pages_to_scan") == "100\n")
        }
    }

    @Test("a hold survives a restart")
    func restart() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            _ = try daemon.operate().execute("set-ksm", ["action": "start"])
            try daemon.stop()
            #expect(try run(directory) == "0\n")
            try daemon.start()
            #expect(try settle(daemon.operate(whenFresh: ["a"]))?["run"] == 1)
            try daemon.stop()
        }
    }

    @Test("unmerge is refused with the numbers where it would not fit, and done where it does")
    func unmerge() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory, sharing: 600 * 256)
            try daemon.setHost(total: 4096, available: 1300)
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a"])
            let refused = try peer.execute("set-ksm", ["action": "unmerge"])["error"]?["desc"]?.string
            #expect(refused?.contains("needs 600 MiB, and 357.9 MiB is left") == true, "\(refused ?? "")")
            #expect(try run(directory) != "2\n")
            try daemon.setHost(total: 4096, available: 3000)
            let done = try peer.execute("set-ksm", ["action": "unmerge"])["return"]
            #expect(done?["unmerged_bytes"] == .integer(600 << 20) && done?["hold"] == "stop")
            #expect(try run(directory) == "0\n")
            try daemon.stop()
        }
    }

    @Test("auto after an unmerging that no cycle saw leaves KSM on where it was found on")
    func unmergeThenAuto() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try directory.write("1\n", to: "sys/kernel/mm/ksm/run")
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a"])
            _ = try peer.execute("set-ksm", ["action": "unmerge"])
            _ = try peer.execute("set-ksm", ["action": "auto"])
            #expect(try settle(peer)?["run"] == 1)
            try daemon.stop()
        }
    }

    @Test("with ksm.mode off every order is refused")
    func off() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.write(configuration: "")
            try daemon.start()
            let peer = try daemon.operate()
            let answer = try peer.execute("set-ksm", ["action": "start"])
            #expect(answer["error"]?["desc"]?.string?.contains("ksm.mode") == true)
            try daemon.stop()
        }
    }

    @Test("on-exit = stop leaves no scanner behind, whatever was found")
    func onExitStop() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try directory.write("1\n", to: "sys/kernel/mm/ksm/run")
            try daemon.write(configuration: "ksm.on-exit = \"stop\"", ksm: "auto")
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a"])
            _ = try peer.execute("set-ksm", ["action": "start"])
            #expect(try settle(peer)?["run"] == 1)
            try daemon.stop()
            #expect(try run(directory) == "0\n")
            #expect(try directory.read("sys/kernel/mm/ksm/pages_to_scan") == "100\n")
        }
    }
}

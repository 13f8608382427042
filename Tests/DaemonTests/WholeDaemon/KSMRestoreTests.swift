import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("KSM's settings after a daemon that was killed", .serialized)
struct KSMRestoreTests {
    private func prepare(_ directory: TemporaryDirectory) throws -> DaemonUnderTest {
        let daemon = try DaemonUnderTest(in: directory, guests: [FakeQEMU(name: "a", maximum: 512 << 20)])
        let zeroes = ["pages_shared", "pages_sharing", "pages_unshared", "pages_volatile", "full_scans"]
        for name in zeroes { try directory.write("0\n", to: "sys/kernel/mm/ksm/\(name)") }
        try directory.write("1\n", to: "sys/kernel/mm/ksm/run")
        try directory.write("5000\n", to: "sys/kernel/mm/ksm/pages_to_scan")
        try directory.write("20\n", to: "sys/kernel/mm/ksm/sleep_millisecs")
        try directory.write("boot-1\n", to: "proc/sys/kernel/random/boot_id")
        try directory.write("boot boot-1\npages_to_scan 100 5000\nrun 0 1\n", to: "state/ksm-found")
        return daemon
    }

    @Test("with KSM off, what the killed one had found is put back at start")
    func off() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start()
            let report = try daemon.operate().execute("query-ksm")["return"]
            #expect(report?["run"] == 0)
            #expect(report?["pages_to_scan"] == 100)
            try daemon.stop()
        }
    }

    @Test("with KSM on as well: nobody would govern what goes on")
    func on() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.write(configuration: "", ksm: "auto")
            try daemon.start()
            let report = try daemon.operate().execute("query-ksm")["return"]
            #expect(report?["run"] == 0)
            #expect(report?["pages_to_scan"] == 100)
            #expect(report?["found_settings"]?["run"] == 0, "\(String(describing: report))")
            try daemon.stop()
        }
    }

    @Test("what an operator has had started shows what was found, and goes back when a reload switches KSM off")
    func reload() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.write(configuration: "", ksm: "auto")
            try daemon.start()
            let peer = try daemon.operate()
            _ = try peer.execute("set-ksm", ["action": "start"])
            for _ in 0..<2 { _ = try peer.event("CYCLE") }
            let before = try peer.execute("query-ksm")["return"]
            #expect(before?["run"] == 1)
            #expect(before?["found_settings"]?["run"] == 0, "\(String(describing: before))")
            try daemon.write(configuration: "")
            #expect(try peer.execute("reload")["return"] != nil)
            #expect(try peer.execute("query-ksm")["return"]?["run"] == 0)
            try daemon.stop()
        }
    }

    @Test("a dry run leaves KSM and the record alone")
    func dryRun() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try prepare(directory)
            try daemon.start(isDryRun: true)
            try daemon.stop()
            #expect(try directory.read("sys/kernel/mm/ksm/run") == "1\n")
            #expect(try directory.read("state/ksm-found").contains("run 0 1"))
        }
    }
}

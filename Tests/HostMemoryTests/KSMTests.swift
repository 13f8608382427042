import BalloonKit
import Glibc
import HostMemory
import Testing

@Suite("KSM")
struct KSMTests {
    @Test("all counters and settings of a kernel with advisor")
    func newKernel() throws {
        try Host.with("linux-6.18") { host throws in
            let values = [
                "pages_shared": "10", "pages_sharing": "300", "pages_unshared": "5", "pages_volatile": "6",
                "full_scans": "7",
                "ksm_zero_pages": "20", "general_profit": "-4096", "run": "1", "pages_to_scan": "5000",
                "sleep_millisecs": "20", "advisor_mode": "none [scan-time]",
            ]
            for (name, value) in values { try host.write("\(value)\n", to: "sys/kernel/mm/ksm/\(name)") }
            try host.write("36 (ksmd) S 2 0 0 0 -1 0 0 0 0 0 7 150 0 0 25 5\n", to: "proc/36/stat")
            let sample = try KSMReader(roots: host.roots).sample()
            var expected = KSMSample(run: 1, pagesToScan: 5000, sleep: .milliseconds(20))
            (expected.pagesShared, expected.pagesSharing, expected.pagesUnshared) = (10, 300, 5)
            (expected.pagesVolatile, expected.fullScans, expected.zeroPages) = (6, 7, 20)
            expected.generalProfit = ByteCount(-4096)
            expected.advisorMode = "scan-time"
            expected.scannerTime = .milliseconds(1570)
            #expect(sample == expected)
            #expect(sample.saved == .pages(320))
        }
    }

    @Test("an older kernel has no advisor, zero pages and profit: nil, not 0")
    func oldKernel() throws {
        try Host.with("linux-6.1") { host throws in
            let sample = try KSMReader(roots: host.roots).sample()
            #expect(sample.pagesToScan == 100 && sample.sleep == .milliseconds(20))
            #expect(sample.advisorMode == nil && sample.zeroPages == nil && sample.generalProfit == nil)
            #expect(sample.scannerTime == .zero)
        }
    }

    @Test("ksmd's time is found whatever its name holds, and absent without the thread")
    func scanner() throws {
        try Host.with("linux-6.18") { host throws in
            host.remove("proc/36")
            #expect(try KSMReader(roots: host.roots).sample().scannerTime == nil)
        }
    }

    @Test("a kernel without KSM is told as such")
    func missing() throws {
        try Host.with("linux-6.18") { host throws in
            host.remove("sys/kernel/mm/ksm")
            let error = #expect(throws: HostMemoryError.self) { _ = try KSMReader(roots: host.roots) }
            #expect(error?.code == .missing)
            #expect(throws: HostMemoryError.self) { _ = try KSMWriter(roots: host.roots) }
        }
    }
}

@Suite("Setting KSM")
struct KSMWriterTests {
    private let hurry = KSMParameters(run: 1, pagesToScan: 5000, sleep: .milliseconds(50))

    @Test("switches the advisor off, sets speed and run, and puts all back")
    func applyAndRestore() throws {
        try Host.with("linux-6.18") { host throws in
            try write("none [scan-time]", "advisor_mode", host)
            var writer = try KSMWriter(roots: host.roots)
            try writer.apply(hurry)
            #expect(try settings(host) == ["none", "1", "5000", "50"])
            try writer.apply(KSMParameters(run: 0, pagesToScan: 1000))
            #expect(try settings(host) == ["none", "0", "1000", "50"])
            #expect(writer.hasChanges)
            try writer.restore()
            #expect(try settings(host) == ["scan-time", "0", "100", "20"])
            #expect(!writer.hasChanges)
        }
    }

    @Test("leaves to others what they have changed meanwhile, and what was never changed")
    func restoreLeaves() throws {
        try Host.with("linux-6.18") { host throws in
            var writer = try KSMWriter(roots: host.roots)
            try writer.apply(KSMParameters(run: 1, pagesToScan: 5000))
            try write("7777", "pages_to_scan", host)
            try write("33", "sleep_millisecs", host)
            try writer.restore()
            #expect(try settings(host) == ["none", "0", "7777", "33"])
        }
    }

    @Test("a writer that follows a killed one puts back what that one had found, and leaves no record")
    func afterKill() throws {
        try Host.with("linux-6.18") { host throws in
            let record = "\(host.root)/ksm-found"
            try host.write("boot-1\n", to: "proc/sys/kernel/random/boot_id")
            try write("none [scan-time]", "advisor_mode", host)
            var killed = try KSMWriter(roots: host.roots, recordFile: record)
            try killed.apply(hurry)
            var next = try KSMWriter(roots: host.roots, recordFile: record)
            #expect(next.hasChanges)
            try next.apply(KSMParameters(run: 1, pagesToScan: 7000))
            try next.restore()
            #expect(try settings(host) == ["scan-time", "0", "100", "20"])
            #expect(try !KSMWriter(roots: host.roots, recordFile: record).hasChanges)
            #expect(!Files.names(in: host.root).contains("ksm-found"))
        }
    }

    @Test("what was found is put back after a kill in the middle of an unmerging, which the kernel then ends with 0")
    func afterKillWhileUnmerging() throws {
        try Host.with("linux-6.18") { host throws in
            let record = "\(host.root)/ksm-found"
            try host.write("boot-1\n", to: "proc/sys/kernel/random/boot_id")
            try write("1", "run", host)
            var killed = try KSMWriter(roots: host.roots, recordFile: record)
            try killed.apply(KSMParameters(run: 2))
            try write("0", "run", host)
            var next = try KSMWriter(roots: host.roots, recordFile: record)
            try next.restore()
            #expect(try settings(host)[1] == "1")
        }
    }

    @Test("a record of another boot, and one that makes no sense, count for nothing")
    func otherBoot() throws {
        try Host.with("linux-6.18") { host throws in
            let record = "\(host.root)/ksm-found"
            try host.write("boot-1\n", to: "proc/sys/kernel/random/boot_id")
            var killed = try KSMWriter(roots: host.roots, recordFile: record)
            try killed.apply(hurry)
            try host.write("boot-2\n", to: "proc/sys/kernel/random/boot_id")
            #expect(try !KSMWriter(roots: host.roots, recordFile: record).hasChanges)
            try host.write("boot boot-2\n../../etc/passwd a b\nrun 1\n\u{0}", to: "ksm-found")
            #expect(try !KSMWriter(roots: host.roots, recordFile: record).hasChanges)
        }
    }

    @Test("a record that cannot be kept is told, and keeps nobody from merging")
    func noRecord() throws {
        try Host.with("linux-6.18") { host throws in
            var writer = try KSMWriter(roots: host.roots, recordFile: "\(host.root)/no-such-directory/ksm-found")
            try writer.apply(hurry)
            #expect(try settings(host)[1] == "1")
            #expect(writer.recordProblem?.code == .missing)
        }
    }

    @Test(
        "a stop leaves KSM on where it was found on, at the speed that was found", arguments: [("1", "1"), ("0", "0")])
    func stop(found: String, left: String) throws {
        try Host.with("linux-6.18") { host throws in
            try write(found, "run", host)
            try write("none", "advisor_mode", host)
            var writer = try KSMWriter(roots: host.roots)
            try writer.apply(hurry)
            try writer.stop()
            #expect(try settings(host)[1] == left)
            #expect(try (settings(host)[2] == "100") == (found == "1"))
        }
    }

    @Test("never puts unmerging back")
    func restoreUnmerge() throws {
        try Host.with("linux-6.18") { host throws in
            try write("2", "run", host)
            var writer = try KSMWriter(roots: host.roots)
            try writer.apply(hurry)
            try writer.restore()
            #expect(try settings(host)[1] == "0")
        }
    }

    @Test("refuses a time below zero instead of writing nonsense")
    func negative() throws {
        try Host.with("linux-6.18") { host throws in
            var writer = try KSMWriter(roots: host.roots)
            let error = #expect(throws: HostMemoryError.self) {
                try writer.apply(KSMParameters(sleep: .milliseconds(-5)))
            }
            #expect(error?.code == .refused)
            #expect(try settings(host)[3] == "20")
        }
    }

    @Test("settings that are right already are not written: writing run can block")
    func unchanged() throws {
        try Host.with("linux-6.18") { host throws in
            var writer = try KSMWriter(roots: host.roots)
            try writer.apply(KSMParameters(run: 0, pagesToScan: 100, sleep: .milliseconds(20)))
            #expect(!writer.hasChanges)
        }
    }

    private func write(_ value: String, _ name: String, _ host: Host) throws {
        try host.write("\(value)\n", to: "sys/kernel/mm/ksm/\(name)")
    }

    /// Advisor, run, pages to scan, sleep. A plain file does not put brackets round the advisor's choice.
    private func settings(_ host: Host) throws -> [String] {
        try ["advisor_mode", "run", "pages_to_scan", "sleep_millisecs"].map { name in
            let text = try host.read("sys/kernel/mm/ksm/\(name)").split(separator: "\n").first.map(String.init) ?? ""
            guard let word = text.split(separator: " ").first(where: { $0.hasPrefix("[") }) else { return text }
            return String(word.dropFirst().dropLast())
        }
    }
}

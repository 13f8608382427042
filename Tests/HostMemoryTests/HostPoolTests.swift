import BalloonKit
import HostMemory
import Testing

@Suite("The host as pool")
struct HostPoolTests {
    @Test("reserved huge pages are taken out of the total, and only there")
    func hugePages() throws {
        let sample = try sample("linux-6.18")
        #expect(sample.total == .kibibytes(24_684_096 - 204_800))
        #expect(sample.available == .kibibytes(23_447_072))
    }

    @Test("kernels that do not sum up huge pages give count times size")
    func oldHugePages() throws {
        try Host.with("linux-6.1") { host throws in
            try host.change("proc/meminfo", line: "Hugetlb:", to: "")
            var reader = try PoolReader(pool: .host, roots: host.roots)
            #expect(try reader.fastSample().total == .kibibytes(480_284 - 20 * 2048))
        }
    }

    @Test("swap, swap-out, OOM kills and pressure come with the full sample")
    func everything() throws {
        try Host.with("linux-6.18") { host throws in
            try host.change("proc/meminfo", line: "SwapTotal:", to: "SwapTotal:       2097152 kB")
            try host.change("proc/meminfo", line: "SwapFree:", to: "SwapFree:        2097000 kB")
            try host.change("proc/vmstat", line: "pswpout ", to: "pswpout 1234")
            try host.change("proc/vmstat", line: "oom_kill ", to: "oom_kill 2")
            try host.write(
                "some avg10=12.50 avg60=1.00 avg300=0.10 total=99\nfull avg10=0.75 avg60=0.00 avg300=0.00 total=9\n",
                to: "proc/pressure/memory")
            var reader = try PoolReader(pool: .host, roots: host.roots)
            let full = try reader.sample()
            #expect(full.swapUsed == .kibibytes(152))
            #expect(full.swappedOut == .pages(1234))
            #expect(full.oomKills == 2)
            #expect(full.pressureSome == 12.5)
            #expect(full.pressureFull == 0.75)
            #expect(full.ksm?.pagesToScan == 100)
            let fast = try reader.fastSample()
            #expect(fast.total == full.total && fast.available == full.available)
            #expect(fast.swapUsed == nil && fast.pressureSome == nil && fast.ksm == nil)
        }
    }

    @Test("files that not every kernel has leave nil, and are found when they appear")
    func optionalFiles() throws {
        try Host.with("linux-6.18") { host throws in
            host.remove("proc/pressure")
            host.remove("proc/vmstat")
            host.remove("sys")
            var reader = try PoolReader(pool: .host, roots: host.roots)
            let sample = try reader.sample()
            #expect(
                sample.pressureSome == nil && sample.swappedOut == nil && sample.oomKills == nil && sample.ksm == nil)
            #expect(sample.available == .kibibytes(23_447_072))
            try host.write("some avg10=3.00 avg60=0.00 avg300=0.00 total=0\n", to: "proc/pressure/memory")
            let later = try reader.sample()
            #expect(later.pressureSome == 3)
            #expect(later.pressureFull == nil)
        }
    }

    @Test("the part of the ZFS cache that can go counts as available, never below zero or above the total")
    func arc() throws {
        try Host.with("linux-6.18") { host throws in
            let arcstats = String(decoding: try Files.read(Files.fixture("zfs/arcstats")), as: UTF8.self)
            try host.change("proc/meminfo", line: "MemAvailable:", to: "MemAvailable:    4194304 kB")
            var reader = try PoolReader(pool: .host, roots: host.roots)
            #expect(try reader.sample().available == .gibibytes(4))
            // The module was loaded meanwhile.
            try host.write(arcstats, to: "proc/spl/kstat/zfs/arcstats")
            let full = try reader.sample()
            #expect(full.available == .gibibytes(4) + ByteCount(6_442_450_944 - 789_843_968))
            #expect(try reader.fastSample().available == full.available)

            try host.write(arcstats.replacing("6442450944", with: "100"), to: "proc/spl/kstat/zfs/arcstats")
            #expect(try reader.sample().available == .gibibytes(4))
            try host.write(
                arcstats.replacing("6442450944", with: "18446744073709551615"), to: "proc/spl/kstat/zfs/arcstats")
            let absurd = try reader.sample()
            #expect(absurd.available == absurd.total)
        }
    }

    @Test(
        "a meminfo that does not say total and available is an error that names it",
        arguments: [
            ("", "has no MemTotal"), ("MemTotal: 100 kB\n", "has no MemAvailable"),
            ("MemTotal: x kB\nMemAvailable: 5 kB\n", "has no MemTotal"),
            ("MemTotal: -5 kB\nMemAvailable: 5 kB\n", "has no MemTotal"),
            ("MemTotalX: 5 kB\nMemAvailable: 5 kB\n", "has no MemTotal"),
            ("MemTotal: 100 kB\nMemAvailable: 5 kB\nHugetlb: 100 kB\n", "leaves no memory outside huge pages"),
        ])
    func malformed(_ meminfo: String, _ reason: String) throws {
        try Host.with("linux-6.18") { host throws in
            var reader = try PoolReader(pool: .host, roots: host.roots)
            try host.write(meminfo, to: "proc/meminfo")
            let error = #expect(throws: HostMemoryError.self) { try reader.sample() }
            #expect(error == HostMemoryError(code: .malformed, file: "\(host.root)/proc/meminfo", reason: reason))
        }
    }

    @Test("no /proc at all is an error that names the file")
    func missing() {
        let roots = HostRoots(procfs: "/nonexistent", sysfs: "/nonexistent")
        let error = #expect(throws: HostMemoryError.self) { _ = try PoolReader(pool: .host, roots: roots) }
        #expect(error?.code == .missing)
        #expect(error?.description == "/nonexistent/meminfo: No such file or directory")
    }

    @Test("this machine can be read")
    func here() throws {
        var reader = try PoolReader(pool: .host)
        let sample = try reader.sample()
        #expect(sample.total > .mebibytes(64))
        #expect(sample.available > .zero && sample.available <= sample.total)
        #expect(sample.swapUsed != nil)
    }

    private func sample(_ fixture: String) throws -> PoolSample {
        try Host.with(fixture) { host throws in
            var reader = try PoolReader(pool: .host, roots: host.roots)
            return try reader.sample()
        }
    }
}

import BalloonKit
import HostMemory
import Testing

@Suite("A cgroup as pool")
struct CgroupPoolTests {
    private let v2 = PoolKind.cgroup(path: "guests")
    private let v1 = PoolKind.cgroup(path: "/sys/fs/cgroup/memory/guests")

    @Test("version 2: the lower of max and high is the total, page cache that is not in use is available")
    func version2() throws {
        try Host.with("linux-6.1") { host throws in
            let stat = "sys/fs/cgroup/guests/memory.stat"
            var reader = try PoolReader(pool: v2, roots: host.roots)
            let recorded = try reader.sample()
            #expect(recorded.total == .mebibytes(90))
            #expect(recorded.available == .mebibytes(90) - ByteCount(32_079_872))
            #expect(recorded.swapUsed == .zero && recorded.oomKills == 0)
            #expect(recorded.pressureSome == 0 && recorded.pressureFull == 0)
            #expect(recorded.swappedOut == .zero)

            try host.change(stat, line: "inactive_file ", to: "inactive_file 1048576")
            try host.change("sys/fs/cgroup/guests/memory.events", line: "oom_kill ", to: "oom_kill 3")
            try host.write("8192\n", to: "sys/fs/cgroup/guests/memory.swap.current")
            let later = try reader.sample()
            #expect(later.available == recorded.available + .mebibytes(1))
            #expect(later.oomKills == 3)
            #expect(later.swapUsed == .pages(2))
            #expect(later.swappedOut == .pages(2))
            try host.write("4096\n", to: "sys/fs/cgroup/guests/memory.swap.current")
            #expect(try reader.sample().swappedOut == .pages(2))
        }
    }

    @Test(
        "version 2: no limit, or one above the host's memory, is the host's total",
        arguments: [("max", "max"), ("1099511627776", "max"), ("max", "18446744073709551615")])
    func unlimited(_ max: String, _ high: String) throws {
        try Host.with("linux-6.1") { host throws in
            try host.write("\(max)\n", to: "sys/fs/cgroup/guests/memory.max")
            try host.write("\(high)\n", to: "sys/fs/cgroup/guests/memory.high")
            var reader = try PoolReader(pool: v2, roots: host.roots)
            #expect(try reader.fastSample().total == .kibibytes(480_284 - 40_960))
        }
    }

    @Test("without a limit, no more is available than the host has", arguments: [true, false])
    func unlimitedOnFullHost(isVersion2: Bool) throws {
        try Host.with(isVersion2 ? "linux-6.1" : "linux-6.18") { host throws in
            if isVersion2 {
                for file in ["max", "high"] { try host.write("max\n", to: "sys/fs/cgroup/guests/memory.\(file)") }
            } else {
                let folder = "sys/fs/cgroup/memory/guests"
                try host.change(
                    "\(folder)/memory.stat", line: "hierarchical_memory_limit ",
                    to: "hierarchical_memory_limit 9223372036854771712")
                try host.write("9223372036854771712\n", to: "\(folder)/memory.limit_in_bytes")
            }
            try host.change("proc/meminfo", line: "MemAvailable:", to: "MemAvailable:    8192 kB")
            var reader = try PoolReader(pool: isVersion2 ? v2 : v1, roots: host.roots)
            #expect(try reader.fastSample().available == .mebibytes(8))
        }
    }

    @Test("version 1: its limit, usage and inactive page cache")
    func version1() throws {
        try Host.with("linux-6.18") { host throws in
            var reader = try PoolReader(pool: v1, roots: host.roots)
            let sample = try reader.sample()
            #expect(sample.total == .mebibytes(200))
            #expect(sample.used == ByteCount(74_088_448 - 20_975_616))
            #expect(sample.swapUsed == .zero && sample.oomKills == 0)
            #expect(sample.pressureSome == nil)
            #expect(try reader.fastSample().available == sample.available)
        }
    }

    @Test("version 1: a tighter cgroup above counts, and no limit is the host's total")
    func version1Limits() throws {
        try Host.with("linux-6.18") { host throws in
            let stat = "sys/fs/cgroup/memory/guests/memory.stat"
            var reader = try PoolReader(pool: v1, roots: host.roots)
            try host.change(stat, line: "hierarchical_memory_limit ", to: "hierarchical_memory_limit 104857600")
            #expect(try reader.fastSample().total == .mebibytes(100))
            try host.change(
                stat, line: "hierarchical_memory_limit ", to: "hierarchical_memory_limit 9223372036854771712")
            try host.write("9223372036854771712\n", to: "sys/fs/cgroup/memory/guests/memory.limit_in_bytes")
            #expect(try reader.fastSample().total == .kibibytes(24_684_096 - 204_800))
        }
    }

    @Test("usage above the limit, as right after the limit was lowered, leaves nothing available")
    func aboveLimit() throws {
        try Host.with("linux-6.1") { host throws in
            try host.write("1000000\n", to: "sys/fs/cgroup/guests/memory.max")
            var reader = try PoolReader(pool: v2, roots: host.roots)
            #expect(try reader.fastSample().available == .zero)
        }
    }

    @Test("a cgroup is found relative to either version's mount, and by its absolute path")
    func places() throws {
        try Host.with("linux-6.18") { host throws in
            for path in [
                "guests", "memory/guests", "/sys/fs/cgroup/memory/guests", "\(host.root)/sys/fs/cgroup/memory/guests",
            ] {
                var reader = try PoolReader(pool: .cgroup(path: path), roots: host.roots)
                #expect(try reader.fastSample().total == .mebibytes(200))
            }
        }
    }

    @Test("a cgroup that is waited for is read as soon as it is there; the host is not waited for")
    func appearing() throws {
        try Host.with("linux-6.1") { host throws in
            let name = "later.slice"
            var reader = try PoolReader(waitingFor: .cgroup(path: name), roots: host.roots)
            for _ in 0..<2 {
                let error = #expect(throws: HostMemoryError.self) { try reader.fastSample() }
                #expect(error?.code == .missing)
            }
            for file in ["memory.current", "memory.max", "memory.high", "memory.stat"] {
                try host.write(try host.read("sys/fs/cgroup/guests/\(file)"), to: "sys/fs/cgroup/\(name)/\(file)")
            }
            #expect(try reader.sample().total == .mebibytes(90))
            host.remove("proc/meminfo")
            #expect(throws: HostMemoryError.self) { _ = try PoolReader(waitingFor: .host, roots: host.roots) }
        }
    }

    @Test("what is no memory cgroup is told apart from one without accounting")
    func wrongPath() throws {
        try Host.with("linux-6.1") { host throws in
            let absent = #expect(throws: HostMemoryError.self) {
                _ = try PoolReader(pool: .cgroup(path: "absent.slice"), roots: host.roots)
            }
            #expect(absent?.code == .missing)
            #expect(absent?.description.hasPrefix("absent.slice: is not a memory cgroup") == true)
            let root = #expect(throws: HostMemoryError.self) {
                _ = try PoolReader(pool: .cgroup(path: "/sys/fs/cgroup"), roots: host.roots)
            }
            #expect(root?.reason.contains("the root cgroup") == true)
        }
    }

    @Test(
        "garbage in a file that decides is an error that names it",
        arguments: [
            ("memory.current", "-1"), ("memory.current", ""), ("memory.max", "lots"), ("memory.max", "0"),
            ("memory.stat", "file 1"),
        ])
    func garbage(_ name: String, _ text: String) throws {
        try Host.with("linux-6.1") { host throws in
            var reader = try PoolReader(pool: v2, roots: host.roots)
            try host.write(text, to: "sys/fs/cgroup/guests/\(name)")
            let error = #expect(throws: HostMemoryError.self) { try reader.fastSample() }
            #expect(error?.code == .malformed)
            #expect(error?.file.hasSuffix(name) == true)
        }
    }
}

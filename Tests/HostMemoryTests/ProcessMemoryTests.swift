import BalloonKit
import Glibc
import HostMemory
import Testing

@Suite("A QEMU process")
struct ProcessMemoryTests {
    /// Recording, flags as locked / hugetlb / shared / mergeable, resident RAM in KiB that is not overhead.
    static let recordings: [(String, [Bool], Int64)] = [
        ("private", [false, false, false, true], 90_112),
        ("locked", [true, false, false, true], 256_000),
        ("memfd-shared", [false, false, true, false], 82_580),
        ("hugetlb", [false, true, false, false], 0),
        ("two-nodes", [false, false, false, false], 90_112),
    ]

    @Test("guest RAM is found among QEMU's mappings, however it is held", arguments: recordings)
    func traits(_ name: String, _ flags: [Bool], _ residentRAM: Int64) throws {
        try Host.with("processes") { host throws in
            let process = try ProcessMemory(pid: 7, roots: try roots(host, name))
            let traits = try #require(try process.traits())
            #expect([traits.isLocked, traits.isHugetlb, traits.isShared, traits.isMergeable] == flags)
            let rss = try host.read("\(name)/smaps").split(separator: "\n").filter { $0.hasPrefix("Rss:") }
                .reduce(Int64(0)) { $0 + (Int64($1.filter(\.isNumber)) ?? 0) }
            #expect(traits.overhead == .kibibytes(rss - residentRAM))
            #expect(traits.returnsMemory == !(flags[0] || flags[1]))
        }
    }

    @Test("the resident size is the second number of statm, in pages")
    func resident() throws {
        try Host.with("processes") { host throws in
            let process = try ProcessMemory(pid: 7, roots: try roots(host, "private"))
            #expect(process.resident() == .pages(36_565))
            try host.write("0 0 0 0 0 0 0\n", to: "proc/7/statm")
            #expect(process.resident() == nil)
            #expect(try process.traits() == nil)
            for garbage in ["", "1", "x y z", "10 -5 0", "\u{0}\u{0}"] {
                try host.write(garbage, to: "proc/7/statm")
                #expect(process.resident() == nil)
            }
        }
    }

    @Test("KSM's yield for the process, with nil for what the kernel does not say")
    func ksm() throws {
        try Host.with("processes") { host throws in
            let process = try ProcessMemory(pid: 7, roots: try roots(host, "private"))
            try host.write("ksm_rmap_items 400\nksm_merging_pages 300\nksm_process_profit -77\n", to: "proc/7/ksm_stat")
            let yield = try #require(process.ksm())
            #expect(yield.trackedPages == 400 && yield.mergingPages == 300 && yield.profit == ByteCount(-77))
            #expect(yield.zeroPages == nil)
            #expect(process.merged() == nil)
            try host.write("300\n", to: "proc/7/ksm_merging_pages")
            #expect(process.merged() == .pages(300))
            host.remove("proc/7/ksm_stat")
            #expect(process.ksm() == nil)
        }
    }

    @Test("a process that is not there is an error, one that ends is nil for ever after")
    func gone() throws {
        let error = #expect(throws: HostMemoryError.self) { _ = try ProcessMemory(pid: Int32.max) }
        #expect(error?.code == .missing)

        var pid = pid_t()
        let program = "/bin/sleep"
        try #require(
            program.withCString { path in
                var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), strdup("1000"), nil]
                defer { arguments.forEach { free($0) } }
                return posix_spawn(&pid, path, nil, nil, &arguments, environ)
            } == 0)
        let process = try ProcessMemory(pid: pid)
        let alive = process.resident()
        kill(pid, SIGKILL)
        var status = Int32()
        waitpid(pid, &status, 0)
        #expect(alive != nil)
        #expect(process.resident() == nil)
        #expect(try process.traits() == nil)
        #expect(process.ksm() == nil)
    }

    @Test("this process can be read")
    func here() throws {
        let process = try ProcessMemory(pid: getpid())
        #expect((process.resident() ?? .zero) > .mebibytes(1))
        #expect(try process.traits() != nil)
    }

    private func roots(_ host: Host, _ name: String) throws -> HostRoots {
        for file in ["statm", "smaps", "ksm_stat"] {
            try host.write(try host.read("\(name)/\(file)"), to: "proc/7/\(file)")
        }
        return host.roots
    }
}

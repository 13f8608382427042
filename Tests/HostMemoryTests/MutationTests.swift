import BalloonKit
import HostMemory
import Testing

/// Files that no kernel wrote: truncated, with bytes changed, with numbers beyond all ranges.
@Suite("Mutated kernel files")
struct MutationTests {
    @Test("never trap a reader, and never give more available than total", arguments: ["linux-6.18", "linux-6.1"])
    func pools(_ fixture: String) throws {
        try Host.with(fixture) { host throws in
            let files =
                ["proc/meminfo", "proc/vmstat", "proc/pressure/memory"]
                + Files.names(in: "\(host.root)/sys/kernel/mm/ksm").map { "sys/kernel/mm/ksm/\($0)" }
                + cgroup(host)
            let originals = try files.map { Array(try host.read($0).utf8) }
            var random = SeededRandom(seed: 42)
            var outcomes: [Bool] = []
            for _ in 0..<80 {
                let changed = (0..<2).map { _ in Int.random(in: 0..<files.count, using: &random) }
                for index in changed {
                    try host.write(mutated(originals[index], &random), to: files[index])
                }
                for pool in [PoolKind.host, .cgroup(path: "guests")] {
                    let sample = try? read(pool, host.roots)
                    if let sample {
                        #expect(sample.total > .zero && sample.available >= .zero && sample.available <= sample.total)
                        #expect((0...1).contains(sample.usage))
                        #expect(sample.pressureSome.map { (0...100).contains($0) } ?? true)
                    }
                    outcomes.append(sample != nil)
                }
                for index in changed { try host.write(originals[index], to: files[index]) }
            }
            #expect(outcomes.contains(true) && outcomes.contains(false))
        }
    }

    @Test("never trap the search for guest RAM", arguments: ["private", "hugetlb", "two-nodes"])
    func processes(_ name: String) throws {
        try Host.with("processes") { host throws in
            let (smaps, statm) = (
                Array(try host.read("\(name)/smaps").utf8), Array(try host.read("\(name)/statm").utf8)
            )
            try host.write(statm, to: "proc/7/statm")
            try host.write(smaps, to: "proc/7/smaps")
            let process = try ProcessMemory(pid: 7, roots: host.roots)
            var random = SeededRandom(seed: 7)
            var found = 0
            for _ in 0..<60 {
                try host.write(mutated(smaps, &random), to: "proc/7/smaps")
                if let traits = try process.traits() {
                    found += 1
                    #expect(traits.overhead >= .zero)
                }
                try host.write(mutated(statm, &random), to: "proc/7/statm")
                #expect(process.resident().map { $0 >= .zero } ?? true)
                try host.write(statm, to: "proc/7/statm")
            }
            #expect(found > 10)
        }
    }

    private func read(_ pool: PoolKind, _ roots: HostRoots) throws -> PoolSample {
        var reader = try PoolReader(pool: pool, roots: roots)
        return try reader.sample()
    }

    private func cgroup(_ host: Host) -> [String] {
        for directory in ["sys/fs/cgroup/guests", "sys/fs/cgroup/memory/guests"] {
            let names = Files.names(in: "\(host.root)/\(directory)")
            if !names.isEmpty { return names.map { "\(directory)/\($0)" } }
        }
        return []
    }

    private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...20, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: at)
            case 2: bytes.insert(UInt8(ascii: "-"), at: at)
            case 3: bytes.removeSubrange(at..<min(bytes.count, at + 30))
            case 4: bytes.removeAll { $0 == UInt8(ascii: "\n") && Bool.random(using: &random) }
            default: bytes.removeLast(bytes.count - at)
            }
        }
        return bytes
    }
}

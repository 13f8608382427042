import BalloonKit

/// A version 1 memory cgroup.
///
/// - Its total is the lowest of its own limit, those of the cgroups above (`hierarchical_memory_limit`) and the host's
///   memory; a limit near 2^63 is the kernel's way to say that there is none.
/// - Inactive page cache counts as available. Counters with `total_` include the cgroups below; where `memory.use_hierarchy`
///   is 0 they say the same as those without. Without a limit below the host's memory, no more than the host's own
///   `MemAvailable` is available. The rises of swap in use stand for what was swapped out.
/// - Version 1 has no pressure files: pressure is nil.
///
/// Source: kernel `Documentation/admin-guide/cgroup-v1/memory.rst`.
struct CgroupV1Source: PoolSource {
    private let directory: String
    private let limit: OpenFile
    private let usage: OpenFile
    private let stat: OpenFile
    private let meminfo: OpenFile
    private var oomControl: OptionalFile
    private var swapRises = SwapRises()

    init(directory: String, roots: HostRoots) throws(HostMemoryError) {
        self.directory = directory
        limit = try OpenFile("\(directory)/memory.limit_in_bytes")
        usage = try OpenFile("\(directory)/memory.usage_in_bytes")
        stat = try OpenFile("\(directory)/memory.stat")
        meminfo = try OpenFile(roots.proc("meminfo"))
        oomControl = OptionalFile("\(directory)/memory.oom_control")
    }

    func fastSample() throws(HostMemoryError) -> PoolSample { try sample(stat: stat.read()) }

    mutating func sample() throws(HostMemoryError) -> PoolSample {
        let text = try stat.read()
        var sample = try sample(stat: text)
        // Absent when the kernel runs without swap accounting (swapaccount=0).
        if let bytes = text.number("total_swap") ?? text.number("swap"), bytes >= 0 {
            sample.swapUsed = ByteCount(bytes)
        }
        sample.swappedOut = swapRises.observe(sample.swapUsed)
        sample.oomKills = oomControl.read()?.number("oom_kill").flatMap { UInt64(exactly: $0) }
        return sample
    }

    private func sample(stat text: KernelText) throws(HostMemoryError) -> PoolSample {
        let used = try usage.readNumber()
        guard used >= 0 else { throw .malformed(usage.path, "is negative") }
        guard let inactive = text.number("total_inactive_file") ?? text.number("inactive_file"), inactive >= 0 else {
            throw .malformed(stat.path, "has neither total_inactive_file nor inactive_file")
        }
        let host = try HostPoolSource.sample(meminfo: meminfo.read(), arcstats: nil, file: meminfo.path)
        let own = ByteCount(try limit.readNumber())
        let above = text.number("hierarchical_memory_limit").map { ByteCount($0) } ?? .max
        let total = min(host.total, own, above)
        guard total > .zero else { throw .malformed(limit.path, "leaves no memory to manage") }
        var available = total - ByteCount(used) + ByteCount(inactive)
        if total == host.total { available = min(available, host.available) }
        return PoolSample(total: total, available: available.clamped(from: .zero, to: total))
    }
}

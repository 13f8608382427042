import BalloonKit

/// A version 2 memory cgroup.
///
/// - Its total is the lower of `memory.max` and `memory.high`, and never above the host's: beyond `memory.high` the kernel
///   reclaims and swaps, which is what this daemon must prevent. Both say `max` when there is no limit. Limits of
///   the cgroups above are not looked at.
/// - Inactive page cache counts as available; all other charged memory as used. Without a limit below the host's memory, no
///   more than the host's own `MemAvailable` is available: what others use is then out of reach too.
/// - No counter tells what was swapped out: the rises of `memory.swap.current` are added up instead.
///
/// Source: kernel `Documentation/admin-guide/cgroup-v2.rst`, memory interface files.
struct CgroupV2Source: PoolSource {
    private let directory: String
    private let current: OpenFile
    private let stat: OpenFile
    private let meminfo: OpenFile
    private var max: OptionalFile
    private var high: OptionalFile
    private var swap: OptionalFile
    private var events: OptionalFile
    private var pressure: OptionalFile
    private var swapRises = SwapRises()

    init(directory: String, roots: HostRoots) throws(HostMemoryError) {
        self.directory = directory
        current = try OpenFile("\(directory)/memory.current")
        stat = try OpenFile("\(directory)/memory.stat")
        meminfo = try OpenFile(roots.proc("meminfo"))
        max = OptionalFile("\(directory)/memory.max")
        high = OptionalFile("\(directory)/memory.high")
        swap = OptionalFile("\(directory)/memory.swap.current")
        events = OptionalFile("\(directory)/memory.events")
        pressure = OptionalFile("\(directory)/memory.pressure")
    }

    func fastSample() throws(HostMemoryError) -> PoolSample {
        let used = try current.readNumber()
        guard used >= 0 else { throw .malformed(current.path, "is negative") }
        guard let inactive = try stat.read().number("inactive_file"), inactive >= 0 else {
            throw .malformed(stat.path, "has no inactive_file")
        }
        let host = try HostPoolSource.sample(meminfo: meminfo.read(), arcstats: nil, file: meminfo.path)
        let total = try limit(under: host.total)
        var available = total - ByteCount(used) + ByteCount(inactive)
        if total == host.total { available = Swift.min(available, host.available) }
        return PoolSample(total: total, available: available.clamped(from: .zero, to: total))
    }

    mutating func sample() throws(HostMemoryError) -> PoolSample {
        var sample = try fastSample()
        if let bytes = swap.read()?.firstNumber, bytes >= 0 { sample.swapUsed = ByteCount(bytes) }
        sample.swappedOut = swapRises.observe(sample.swapUsed)
        sample.oomKills = events.read()?.number("oom_kill").flatMap { UInt64(exactly: $0) }
        sample.setPressure(pressure.read())
        return sample
    }

    private func limit(under host: ByteCount) throws(HostMemoryError) -> ByteCount {
        var total = host
        for file in [max, high] {
            guard let text = file.readIfOpen(), text.firstLine != "max" else { continue }
            guard let bytes = text.firstNumber, bytes >= 0 else {
                throw .malformed(file.path, "is neither a number nor max")
            }
            total = Swift.min(total, ByteCount(bytes))
        }
        guard total > .zero else { throw .malformed("\(directory)/memory.max", "is 0: there is nothing to manage") }
        return total
    }
}

import BalloonKit

/// The whole machine.
///
/// - Reserved huge pages are taken out of the total only. The kernel takes them from the page allocator when they are
///   reserved, so neither used nor unused ones are in `MemFree` or `MemAvailable`; left in the total they would count as
///   used for ever. `Hugetlb:` is the sum over all page sizes; kernels before 4.18 only say the default size's.
/// - The ZFS cache (ARC) gives way under pressure down to `c_min` but is in no counter that `MemAvailable` includes:
///   `size - c_min` counts as available.
///
/// Source: `/proc/meminfo`, kernel `fs/proc/meminfo.c`, `mm/hugetlb.c`; OpenZFS `spl/kstat/zfs/arcstats`.
struct HostPoolSource: PoolSource {
    private let meminfo: OpenFile
    private var arcstats: OptionalFile
    private var vmstat: OptionalFile
    private var pressure: OptionalFile

    init(roots: HostRoots) throws(HostMemoryError) {
        meminfo = try OpenFile(roots.proc("meminfo"))
        arcstats = OptionalFile(roots.proc("spl/kstat/zfs/arcstats"))
        vmstat = OptionalFile(roots.proc("vmstat"))
        pressure = OptionalFile(roots.proc("pressure/memory"))
    }

    func fastSample() throws(HostMemoryError) -> PoolSample {
        try Self.sample(meminfo: meminfo.read(), arcstats: arcstats.readIfOpen(), file: meminfo.path)
    }

    mutating func sample() throws(HostMemoryError) -> PoolSample {
        let text = try meminfo.read()
        var sample = try Self.sample(meminfo: text, arcstats: arcstats.read(), file: meminfo.path)
        if let swapTotal = text.kibibytes("SwapTotal"), let swapFree = text.kibibytes("SwapFree") {
            sample.swapUsed = (ByteCount.kibibytes(swapTotal) - .kibibytes(swapFree)).clampedToZero
        }
        let counters = vmstat.read()
        if let pages = counters?.number("pswpout"), pages >= 0 { sample.swappedOut = SystemPage.size.times(pages) }
        sample.oomKills = counters?.number("oom_kill").flatMap { UInt64(exactly: $0) }
        sample.setPressure(pressure.read())
        return sample
    }

    static func sample(meminfo: KernelText, arcstats: KernelText?, file: String) throws(HostMemoryError) -> PoolSample {
        guard let memTotal = meminfo.kibibytes("MemTotal") else { throw .malformed(file, "has no MemTotal") }
        guard let memAvailable = meminfo.kibibytes("MemAvailable") else {
            throw .malformed(file, "has no MemAvailable")
        }
        let total = ByteCount.kibibytes(memTotal) - hugePages(meminfo)
        guard total > .zero else { throw .malformed(file, "leaves no memory outside huge pages") }
        let available = ByteCount.kibibytes(memAvailable) + evictableARC(arcstats)
        return PoolSample(total: total, available: available.clamped(from: .zero, to: total))
    }

    private static func hugePages(_ meminfo: KernelText) -> ByteCount {
        if let all = meminfo.kibibytes("Hugetlb") { return .kibibytes(all) }
        guard let count = meminfo.kibibytes("HugePages_Total"), let size = meminfo.kibibytes("Hugepagesize") else {
            return .zero
        }
        return ByteCount.kibibytes(size).times(count)
    }

    private static func evictableARC(_ arcstats: KernelText?) -> ByteCount {
        // name, type, data
        guard let size = arcstats?.number("size", column: 1), let least = arcstats?.number("c_min", column: 1),
            size >= 0, least >= 0
        else { return .zero }
        return (ByteCount(size) - ByteCount(least)).clampedToZero
    }
}

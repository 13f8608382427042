import BalloonKit

/// The files below `--procfs` and `--sysfs` that tell of the pool and of same-page merging.
///
/// Source: `/proc/meminfo`, `vmstat`, `pressure/memory`, `PID/stat` of ksmd; `/sys/kernel/mm/ksm`.
final class ServedHost {
    private let meminfo: ServedFile
    private let vmstat: ServedFile
    private let pressure: ServedFile
    private let swap: ByteCount
    private let ksm: ServedKSM?

    /// - Parameters:
    ///   - pool: As it is now. Without `ksm` the kernel has none.
    ///   - swap: The host's swap space.
    init(in directory: ServeDirectory, _ pool: PoolSample, swap: ByteCount) throws(ServeError) {
        self.swap = swap
        try directory.make("proc/pressure")
        try directory.make("proc/sys/kernel/random")
        try directory.make("sys/kernel/mm")
        meminfo = try ServedFile(directory.path("proc/meminfo"), "")
        vmstat = try ServedFile(directory.path("proc/vmstat"), "")
        pressure = try ServedFile(directory.path("proc/pressure/memory"), Self.noPressure)
        _ = try ServedFile(directory.path("proc/sys/kernel/random/boot_id"), "balloonsim\n")
        if let sample = pool.ksm { ksm = try ServedKSM(in: directory, sample) } else { ksm = nil }
        show(pool)
    }

    /// The world has moved on.
    func show(_ pool: PoolSample) {
        let used = pool.swapUsed ?? .zero
        let lines: [(String, ByteCount)] = [
            ("MemTotal", pool.total), ("MemFree", pool.available), ("MemAvailable", pool.available), ("Buffers", .zero),
            ("Cached", .zero), ("SwapCached", .zero), ("SwapTotal", swap), ("SwapFree", (swap - used).clampedToZero),
            ("Hugepagesize", .mebibytes(2)), ("Hugetlb", .zero),
        ]
        meminfo.write(lines.map { "\($0.0):\(Self.padded($0.1.bytes >> 10, 16)) kB\n" }.joined())
        let pages = (pool.swappedOut ?? .zero).bytes / ByteCount.page.bytes
        vmstat.write("pswpout \(pages)\noom_kill \(pool.oomKills ?? 0)\n")
        if let sample = pool.ksm { ksm?.show(sample) }
    }

    /// What was written to the files of same-page merging; nil while somebody is writing, and where there are none.
    var ksmSettings: (run: Int, pagesToScan: Int, sleep: Duration)? { ksm?.settings }

    static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, width - digits.count)) + digits
    }

    private static let noPressure =
        ["some", "full"].map { "\($0) avg10=0.00 avg60=0.00 avg300=0.00 total=0\n" }.joined()
}

import BalloonKit

/// Reads the pool's total and available memory, and once a second all the rest: swap, pressure, OOM kills, KSM.
///
/// Descriptors stay open between samples. A cgroup that was removed and made again, as services do at a restart, is
/// opened again by the next sample. Not to be shared between threads: each has its own.
///
/// Source: `/proc/meminfo`, or the memory controller's files (kernel `mm/memcontrol.c`, `cgroup-v2.rst`).
public struct PoolReader: Sendable {
    public let pool: PoolKind
    private let roots: HostRoots
    /// Nil while the cgroup is waited for.
    private var source: (any PoolSource)?
    private var ksm: KSMReader?

    /// - Throws: ``HostMemoryError`` when the pool's own files are missing or are no memory cgroup. Files that only some
    ///   hosts have (PSI, ZFS, KSM) may be missing: what they would say is then nil in the sample.
    public init(pool: PoolKind, roots: HostRoots = HostRoots()) throws(HostMemoryError) {
        self.pool = pool
        self.roots = roots
        source = try Self.open(pool, roots)
        ksm = try? KSMReader(roots: roots)
    }

    /// As ``init(pool:roots:)``, but a cgroup that is not there yet is waited for: until it is, samples fail with `missing`. A slice
    /// exists only while something runs in it; when a host has just booted, none does.
    ///
    /// - Throws: ``HostMemoryError`` when the host's own files are missing, or a cgroup's files cannot be read.
    ///
    /// Source: systemd.slice(5).
    public init(waitingFor pool: PoolKind, roots: HostRoots = HostRoots()) throws(HostMemoryError) {
        self.pool = pool
        self.roots = roots
        ksm = try? KSMReader(roots: roots)
        do {
            source = try Self.open(pool, roots)
        } catch {
            guard error.code == .missing, pool != .host else { throw error }
        }
    }

    /// Everything: two to three dozen small reads. Meant for once a cycle.
    ///
    /// - Throws: ``HostMemoryError`` when total and available could not be measured: there is then nothing to decide on.
    ///   Other files that fail leave nil.
    public mutating func sample() throws(HostMemoryError) -> PoolSample {
        var sample = try withFreshSource { source throws(HostMemoryError) in try source.sample() }
        sample.ksm = try? ksm?.sample()
        return sample
    }

    /// Total and available only: two to four small reads, meant for ten times a second.
    ///
    /// - Throws: as ``sample()``.
    public mutating func fastSample() throws(HostMemoryError) -> PoolSample {
        try withFreshSource { source throws(HostMemoryError) in try source.fastSample() }
    }

    /// Opens the pool's files when they are not open yet, and again when they turn out to belong to a cgroup that is gone.
    private mutating func withFreshSource(
        _ body: (inout any PoolSource) throws(HostMemoryError) -> PoolSample
    ) throws(HostMemoryError) -> PoolSample {
        var current: any PoolSource
        if let source { current = source } else { current = try Self.open(pool, roots) }
        source = nil  // The only reference is ours: a sample then changes it in place.
        defer { source = current }
        do {
            return try body(&current)
        } catch  where error.code == .gone {
            current = try Self.open(pool, roots)
            return try body(&current)
        }
    }

    private static func open(_ pool: PoolKind, _ roots: HostRoots) throws(HostMemoryError) -> any PoolSource {
        switch pool {
        case .host: return try HostPoolSource(roots: roots)
        case .cgroup(let path): return try CgroupDirectory(path: path, roots: roots).open()
        }
    }
}

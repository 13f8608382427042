/// The memory managed, as the host measured it: the whole host or one memory cgroup.
public struct PoolSample: Sendable, Hashable {
    /// What the pool has, with reserved huge pages taken out.
    public var total: ByteCount
    /// What could be had without swapping, with reclaimable caches counted as available.
    public var available: ByteCount
    /// Swap space in use by the pool; nil when not measured.
    public var swapUsed: ByteCount?
    /// Bytes swapped out since boot (host), or by which `swapUsed` has risen since the start (cgroup): a rise is an alarm.
    public var swappedOut: ByteCount?
    /// Share of time in which some task waited for memory, last 10 s, 0 ... 100.
    public var pressureSome: Double?
    /// Share of time in which all tasks waited for memory, last 10 s, 0 ... 100.
    public var pressureFull: Double?
    /// OOM kills in the pool since it was made (cgroup `memory.events`, v1 `memory.oom_control`, `vmstat` for a host).
    public var oomKills: UInt64?
    public var ksm: KSMSample?

    public init(total: ByteCount, available: ByteCount) {
        self.total = total
        self.available = available
    }

    public var used: ByteCount { (total - available).clampedToZero }

    /// `1 - available / total`, 0 ... 1.
    public var usage: Double { used.fraction(of: total) }
}

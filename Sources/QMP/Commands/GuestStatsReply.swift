/// What a guest's balloon driver reported. Memory and swap in bytes, the rest are counts since the guest booted.
///
/// Every value is optional: drivers fill what they know, QEMU marks the rest by 2^64 - 1, and older QEMUs lack keys.
///
/// Source: QEMU `docs/interop/virtio-balloon-stats.rst`; kernel `include/uapi/linux/virtio_balloon.h`.
public struct GuestStatsReply: Sendable, Hashable {
    /// When the report came: the host's wall clock in seconds since 1970, 0 when none came yet. Only good for "did it
    /// change": age needs a monotonic clock.
    public var lastUpdate: Int64
    public var swapIn: UInt64?
    public var swapOut: UInt64?
    public var majorFaults: UInt64?
    public var minorFaults: UInt64?
    /// Unused memory. Page cache is not in it: see ``availableMemory``.
    public var freeMemory: UInt64?
    /// Shrinks with the balloon unless the device has `deflate-on-oom=on`: never the guest's size.
    public var totalMemory: UInt64?
    /// What the guest could give without swapping.
    public var availableMemory: UInt64?
    public var diskCaches: UInt64?
    public var hugetlbAllocations: UInt64?
    public var hugetlbFailures: UInt64?
    public var oomKills: UInt64?
    public var allocStalls: UInt64?
    public var asyncScans: UInt64?
    public var directScans: UInt64?
    public var asyncReclaims: UInt64?
    public var directReclaims: UInt64?

    public init(lastUpdate: Int64) { self.lastUpdate = lastUpdate }

    /// Reads the `return` of `guest-stats`; nil when it has another shape. A value that is negative, no number or 2^64 - 1
    /// is absent.
    public init?(_ view: JSONView) {
        guard let stats = view["stats"], stats.isObject, let lastUpdate = view["last-update"]?.int64, lastUpdate >= 0
        else { return nil }
        self.lastUpdate = lastUpdate
        swapIn = stats["stat-swap-in"]?.size
        swapOut = stats["stat-swap-out"]?.size
        majorFaults = stats["stat-major-faults"]?.size
        minorFaults = stats["stat-minor-faults"]?.size
        freeMemory = stats["stat-free-memory"]?.size
        totalMemory = stats["stat-total-memory"]?.size
        availableMemory = stats["stat-available-memory"]?.size
        diskCaches = stats["stat-disk-caches"]?.size
        hugetlbAllocations = stats["stat-htlb-pgalloc"]?.size
        hugetlbFailures = stats["stat-htlb-pgfail"]?.size
        oomKills = stats["stat-oom-kills"]?.size
        allocStalls = stats["stat-alloc-stalls"]?.size
        asyncScans = stats["stat-async-scans"]?.size
        directScans = stats["stat-direct-scans"]?.size
        asyncReclaims = stats["stat-async-reclaims"]?.size
        directReclaims = stats["stat-direct-reclaims"]?.size
    }
}

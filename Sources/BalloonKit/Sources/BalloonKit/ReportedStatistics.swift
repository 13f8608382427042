/// What the guest's balloon driver says about itself. Claims, not facts: a guest can say anything.
///
/// Each value is optional: drivers fill what they know, QEMU reports the rest as all ones, which is nil here.
///
/// Source: QMP `qom-get` of `guest-stats` on the balloon device; virtio specification, section "Memory Statistics".
public struct ReportedStatistics: Sendable, Hashable {
    /// Memory that could be had without swapping (`MemAvailable`).
    public var available: ByteCount?
    /// Completely unused memory (`MemFree`). Page cache is not in it: never a measure of need.
    public var free: ByteCount?
    /// `MemTotal` of the guest. Shrinks with the balloon unless `deflate-on-oom=on`: never a guest's size.
    public var total: ByteCount?
    /// Page cache, with tmpfs, which cannot be dropped.
    public var diskCaches: ByteCount?
    /// Bytes swapped in since the guest booted.
    public var swapIn: ByteCount?
    /// Bytes swapped out since the guest booted.
    public var swapOut: ByteCount?
    /// Faults that needed I/O since the guest booted.
    public var majorFaults: UInt64?
    /// Faults without I/O since the guest booted.
    public var minorFaults: UInt64?
    /// OOM kills since the guest booted (QEMU 9.2, guest Linux 6.12 or newer).
    public var oomKills: UInt64?
    /// Allocations that had to wait for reclaim since the guest booted (QEMU 9.2, guest Linux 6.12 or newer).
    public var allocStalls: UInt64?

    public init() {}
}

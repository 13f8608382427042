/// One guest as last seen: what QEMU says, what the guest claims, and what the host measured.
public struct GuestSample: Sendable, Hashable {
    /// Unique within the pool: `query-name`, else the socket's name.
    public var name: String
    public var state: GuestState
    /// Why it is in that state, and what an operator can do: one sentence, no full stop.
    public var stateReason: String
    /// Whether the virtual processors run (`query-status`; `STOP` and `RESUME` events).
    public var isRunning: Bool
    /// Memory the guest can see now: RAM less balloon (QMP `query-balloon`, `BALLOON_CHANGE`).
    public var actual: ByteCount?
    /// The most that `actual` can be: base memory and plugged DIMMs, without virtio-mem.
    public var maximum: ByteCount?
    /// The last balloon target known to QEMU: ours on this connection, else nil.
    public var target: ByteCount?
    public var reported: ReportedStatistics?
    /// How many times `last-update` has moved on this connection: a move a guest per new value.
    public var statisticsUpdates: UInt64
    /// Since `last-update` last moved, on the host's clock.
    public var statisticsAge: Duration?
    /// How often the driver is asked for statistics (QOM `guest-stats-polling-interval`).
    public var statisticsInterval: Duration
    /// Resident memory of the QEMU process (`/proc/PID/statm`), guest RAM and QEMU's own.
    public var resident: ByteCount?
    /// Resident memory that same-page merging maps to pages shared with others or with itself; nil when not read.
    ///
    /// A balloon that takes it returns nothing to the host. Resident memory counts it in full.
    ///
    /// Source: `/proc/PID/ksm_merging_pages`.
    public var merged: ByteCount?
    public var traits: MemoryTraits?
    /// With `deflate-on-oom=on` the guest takes balloon memory back by itself rather than kill.
    public var deflatesOnOOM: Bool
    public var pid: Int32?

    public init(name: String, state: GuestState, stateReason: String = "") {
        self.name = name
        self.state = state
        self.stateReason = stateReason
        isRunning = true
        statisticsUpdates = 0
        statisticsInterval = .seconds(1)
        deflatesOnOOM = false
    }

    /// Guest RAM that occupies host memory now, never more than `actual`'s RAM could be.
    ///
    /// Nil when the process could not be read.
    public var residentRAM: ByteCount? {
        resident.map { ($0 - (traits?.overhead ?? .zero)).clampedToZero }
    }
}

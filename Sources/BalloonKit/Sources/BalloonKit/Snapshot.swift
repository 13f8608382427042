/// Everything one cycle may know. Values only: from here nothing waits, and nothing else is asked.
public struct Snapshot: Sendable, Hashable {
    /// A guest with what the operator said about it.
    public struct Guest: Sendable, Hashable {
        public var sample: GuestSample
        public var limits: GuestLimits
        public var pin: Pin?
        /// The operator took this guest out of automatic control.
        public var isPaused: Bool
        /// What the operator says about the guest, for policies: free keys and values, from `[guests.NAME.annotations]` or
        /// `balloonctl annotate`.
        public var annotations: [String: String] = [:]

        public init(sample: GuestSample, limits: GuestLimits = GuestLimits(), pin: Pin? = nil, isPaused: Bool = false) {
            self.sample = sample
            self.limits = limits
            self.pin = pin
            self.isPaused = isPaused
        }
    }

    /// Counts up by one a cycle since the daemon started.
    public var cycle: UInt64
    public var time: MonotonicTime
    public var pool: PoolSample
    /// Sorted by name, so that equal worlds give equal decisions.
    public var guests: [Guest]
    /// The operator paused automatic control of the whole pool; pins still hold.
    public var isPaused: Bool
    /// What the operator said about same-page merging.
    public var ksmOrder = KSMOrder()
    /// Room that an operator reserved for guests to come, less what those that came have taken. It counts as used when slack is
    /// given out and idle memory is looked for; guests in need come before it.
    public var heldRoom = ByteCount.zero
    /// Local time where the host stands; nil where there is none, as in a benchmark.
    public var clock: WallClock?

    public init(cycle: UInt64, time: MonotonicTime, pool: PoolSample, guests: [Guest], isPaused: Bool = false) {
        self.cycle = cycle
        self.time = time
        self.pool = pool
        self.guests = guests
        self.isPaused = isPaused
    }
}

import BalloonKit

/// What one guest is and what it will do: everything about it that a scenario prescribes.
public struct GuestPlan: Sendable, Hashable {
    /// How its balloon driver behaves.
    public enum Driver: Sendable, Hashable {
        /// As Linux's: moves, and reports once an interval.
        case ordinary
        /// No driver: QEMU reports absent statistics for ever.
        case missing
        /// Loads so many seconds after the guest was started.
        case late(Double)
        /// Stops reporting from the first to the second of these times; balloon moves still work.
        case stale(from: Double, to: Double)
        /// Accepts targets and moves nothing, as a guest whose memory is all locked.
        case stuck
        /// Says that so much is available, whatever the truth: a liar, or an absurd number.
        case lying(available: UInt64)
        /// As Windows': the balloon counts as used memory and the total does not shrink.
        case windows
    }

    public var name: String
    /// Guest RAM without balloon.
    public var maximum: ByteCount
    /// What its processes want to hold. The measure of harm: what of it is kept out of the guest's RAM.
    public var anonymous: Curve
    /// Page cache that its reads would like to keep; the balloon and the processes may take it back at any time.
    public var cache: Curve
    /// What its kernel keeps.
    public var kernel: ByteCount
    /// Guest RAM that was touched before the scenario begins: resident although free.
    public var touched: ByteCount
    public var limits: GuestLimits
    public var driver = Driver.ordinary
    public var deflatesOnOOM = false
    public var reportsFreePages = false
    /// Passed-through devices or locked memory: the balloon inflates and the host gains nothing; no flag shows it.
    public var discardIsDisabled = false
    /// The guest's own swap.
    public var swap = ByteCount.zero
    /// Of what its processes hold, the part that equals pages of other guests.
    public var duplicates = 0.0
    /// Bytes a second that the balloon takes free memory with (300-590 MiB/s measured under TCG).
    public var inflateRate = ByteCount.mebibytes(400)
    /// Bytes a second that the balloon gives back with (1.6-2.4 GiB/s measured).
    public var deflateRate = ByteCount.gibibytes(2)
    /// Its resident memory can be read: not so where one process serves several guests, or none may be looked into.
    public var isMeasured = true
    /// QEMU's own resident memory.
    public var overhead = ByteCount.mebibytes(30)
    /// Seconds since the scenario began.
    public var arrives = 0.0
    public var departs: Double?
    public var reboots: [Double] = []
    /// From the first to the second of these times the virtual processors stand still.
    public var pauses: [ClosedRange<Double>] = []
    /// From the first to the second of these times QEMU answers nothing.
    public var silences: [ClosedRange<Double>] = []
    /// What the operator says about it, for policies.
    public var annotations: [String: String] = [:]
    /// What goes wrong on the way to its QEMU. Only a wire can: a ``DirectChannel`` knows nothing of it.
    public var faults = FaultPlan.none

    public init(
        _ name: String, maximum: ByteCount, anonymous: Curve, cache: Curve = .constant(.zero),
        kernel: ByteCount = .mebibytes(60), touched: ByteCount = .zero, limits: GuestLimits = GuestLimits()
    ) {
        self.name = name
        self.maximum = maximum
        self.anonymous = anonymous
        self.cache = cache
        self.kernel = kernel
        self.touched = touched
        self.limits = limits
    }

    /// A guest that lies about itself is harmed by its own word: what it lacks does not count.
    public var isHonest: Bool {
        if case .lying = driver { false } else { true }
    }
}

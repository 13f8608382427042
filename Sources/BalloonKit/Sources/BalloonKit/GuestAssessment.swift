/// What the controller has worked out about one guest, from claims checked against measurements.
public struct GuestAssessment: Sendable, Hashable {
    public var name: String
    /// Fresh, running, managed, unpinned and not paused: may be moved by a policy this cycle.
    public var isMovable: Bool
    /// May be reclaimed from: movable, not backed off, its statistics newer than its last move, and inflating it is known
    /// or presumed to return memory.
    public var canGive: Bool
    /// It gave on the statistics at hand already: it may be cut down to `kept`, but not squeezed on them.
    public var isSpent: Bool
    /// Guest RAM that occupies host memory: as measured, else as presumed from the pool's used memory; nil when nothing is
    /// known about the guest's size.
    public var resident: ByteCount?
    /// Memory the guest needs now: `actual - available`; nil without credible statistics.
    public var workingSet: ByteCount?
    /// What must stay available beyond the working set, from the guest's own measured bursts.
    public var reserve: ByteCount
    /// Growth of the working set, bytes a second, over the last statistics; never negative.
    public var burstRate: ByteCount
    /// What the host can expect to get back when the guest is cut down to `kept`.
    public var idle: ByteCount
    /// The lowest target that leaves the guest all it may need: working set and reserve (twice while it grows), or its
    /// floor.
    public var kept: ByteCount
    /// Of each inflated byte, what comes back to the host, as measured at this guest's last moves: 0.05 ... 1. The rest are
    /// pages that were never touched.
    public var yield: Double
    /// How short of `working set + reserve` the guest is; zero when it is not.
    public var shortage: ByteCount
    /// Swapping in, faulting from disk, stalling or out of available memory.
    public var isInDistress: Bool
    /// The lowest target that leaves it its floor; nil when nothing is known about its size.
    public var floor: ByteCount?
    /// The highest target it may have; nil when nothing is known about its size.
    public var ceiling: ByteCount?

    public init(name: String) {
        self.name = name
        isMovable = false
        canGive = false
        isSpent = false
        reserve = .zero
        burstRate = .zero
        idle = .zero
        kept = .zero
        yield = 1
        shortage = .zero
        isInDistress = false
    }
}

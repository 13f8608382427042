import BalloonKit

/// The host's memory: what it uses, and what happens when it has no more.
public struct SimulatedHost: Sendable {
    public let plan: PoolPlan
    public private(set) var used = ByteCount.zero
    /// What lies in the host's swap now, and all that ever went there.
    public private(set) var swapUsed = ByteCount.zero
    public private(set) var swappedOut = ByteCount.zero
    public private(set) var oomKills: UInt64 = 0

    /// The kernel begins to swap a little before the last page is gone (watermarks).
    private static let lastShare = 0.02

    public init(_ plan: PoolPlan) { self.plan = plan }

    /// Takes in what everybody holds now.
    ///
    /// - Returns: Whether memory and swap together do not suffice: the kernel kills the largest process.
    public mutating func settle(guests: ByteCount, saved: ByteCount, at time: Double) -> Bool {
        let demand = plan.host.amount(at: time) + (guests - saved).clampedToZero
        let most = plan.total - plan.total.scaled(by: Self.lastShare)
        // Swapped pages come back only when they are used; what is over goes out.
        let over = (demand - swapUsed - most).clampedToZero
        let out = min(over, (plan.swap - swapUsed).clampedToZero)
        swapUsed += out
        swappedOut += out
        swapUsed = min(swapUsed, (demand - most).clampedToZero + swapUsed.scaled(by: 0.98))
        used = min((demand - swapUsed).clampedToZero, plan.total)
        guard over > out else { return false }
        oomKills += 1
        return true
    }

    public func sample(ksm: KSMSample?) -> PoolSample {
        var sample = PoolSample(total: plan.total, available: (plan.total - used).clampedToZero)
        sample.swapUsed = swapUsed
        sample.swappedOut = swappedOut
        sample.oomKills = oomKills
        sample.ksm = ksm
        return sample
    }
}

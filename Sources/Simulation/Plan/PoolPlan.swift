import BalloonKit

/// The host of a scenario.
public struct PoolPlan: Sendable, Hashable {
    public var total: ByteCount
    /// Memory that the host's own processes hold.
    public var host: Curve
    /// Swap space: what it takes past exhaustion before processes are killed.
    public var swap = ByteCount.gibibytes(4)
    /// Whether the kernel can merge pages.
    public var hasKSM = true
    /// What its settings are before the daemon comes.
    public var ksmFound = KSMSetting.initial
    /// What other programs write to them, in any order.
    public var ksmWrites: [KSMWrite] = []
    /// Whether ksmd's processor time can be read.
    public var tellsScannerTime = true

    public init(total: ByteCount, host: Curve) {
        self.total = total
        self.host = host
    }
}

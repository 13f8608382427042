import BalloonKit

/// How same-page merging stands, for people.
public struct KSMStatus: Sendable, Hashable {
    public var phase: KSMPhase
    /// Why it is in that phase.
    public var reason: Reason
    /// Share of one processor that ksmd used, mean of the last seconds; nil when not known.
    public var cpu: Double?
    /// When resting, or leaving it alone, ends.
    public var until: MonotonicTime?
    public var hold: KSMOrder.Hold?
}

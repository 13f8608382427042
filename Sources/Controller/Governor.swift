import BalloonKit

/// Whoever holds a pool under its line: balloond's own controller, or another rule to compare it with.
///
/// A value with a memory: equal governors that are told the same decide the same. The daemon, the simulator and a replay
/// drive any of them alike, so that a comparison compares rules and nothing else.
public protocol Governor: Sendable {
    /// As it is called in tables and on the command line.
    var name: String { get }
    /// From one cycle to the next while nothing is urgent; nil leaves it to the daemon (1 s).
    var period: Duration? { get }

    /// Takes in one sample of the fast sensor, ten times a second.
    ///
    /// - Returns: Whether a cycle must run at once, on the samples at hand.
    mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool

    /// Decides one cycle.
    mutating func decide(_ snapshot: Snapshot) -> Decision

    /// What a policy that is asked elsewhere is told of this cycle; nil for a rule that takes no counsel.
    func brief(_ snapshot: Snapshot) -> Briefing?

    /// Decides one cycle with what the policy answered.
    mutating func decide(_ snapshot: Snapshot, counsel: Counsel?) -> Decision
}

extension Governor {
    public func brief(_ snapshot: Snapshot) -> Briefing? { nil }
    public mutating func decide(_ snapshot: Snapshot, counsel: Counsel?) -> Decision { decide(snapshot) }
}

import BalloonKit
import Controller

/// One cycle as a checker sees it: what was known, what was decided, and how things really are.
public struct CheckedCycle {
    public var snapshot: Snapshot
    public var decision: Decision
    public var world: WorldView
    /// In the order of the snapshot.
    public var guests: [CheckedGuest]
    /// The governor before this cycle; nil when nobody showed it.
    public var governor: (any Governor)?
    /// The governor's, for its dead band and its bounds.
    public var settings: ControllerSettings
    /// The daemon was started anew since the last cycle.
    public var hasRestarted: Bool
    /// Seconds since anything that the scenario prescribes last happened; nil while it happens.
    public var quietFor: Double?

    public var now: MonotonicTime { snapshot.time }
    public var isCrossing: Bool { decision.forecast.predicted > decision.watermarks.limit }
}

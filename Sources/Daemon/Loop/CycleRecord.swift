import BalloonKit
import Controller

/// One cycle as `explain`, events and the log tell it: what was seen, and what was decided.
struct CycleRecord: Sendable {
    var snapshot: Snapshot
    var decision: Decision
    /// From the reading of the pool to the decision, without the sending.
    var duration: Duration
}

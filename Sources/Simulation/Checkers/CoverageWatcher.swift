import BalloonKit
import Controller

/// Counts what occurs in a run.
public final class CoverageWatcher: Watcher {
    public private(set) var coverage = Coverage()

    public init() {}

    public func decided(
        _ decision: borrowing Decision, on snapshot: borrowing Snapshot, _ world: borrowing WorldView
    ) {
        coverage.take(decision, on: snapshot)
    }
}

import BalloonKit
import Controller

/// Nobody acts: what a host without any memory manager lives through.
public struct NoGovernor: Governor {
    private let settings: ControllerSettings

    public init(settings: ControllerSettings) { self.settings = settings.normalized }

    public var name: String { "none" }
    public var period: Duration? { nil }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { false }

    public mutating func decide(_ snapshot: Snapshot) -> Decision { Ruling(snapshot, settings: settings).decision() }
}

import BalloonKit

/// The controller with its memory, as the daemon runs it.
public struct ControllingGovernor: Governor {
    public var controller: Controller
    public private(set) var state: ControllerState

    public init(_ controller: Controller, state: ControllerState = ControllerState()) {
        self.controller = controller
        self.state = state
    }

    public var name: String { "balloond" }
    public var period: Duration? { nil }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool {
        controller.sense(pool, at: time, state: &state)
    }

    public mutating func decide(_ snapshot: Snapshot) -> Decision {
        let (decision, next) = controller.decide(snapshot, state: state)
        state = next
        return decision
    }
}

import BalloonKit

/// The controller with its memory, as the daemon runs it.
public struct ControllingGovernor: Governor {
    /// A policy that is asked elsewhere and answers at once: a plugin's process in a simulation.
    public typealias Adviser = @Sendable (Briefing) -> Counsel

    public var controller: Controller
    public private(set) var state: ControllerState
    public let adviser: Adviser?

    /// - Parameter adviser: Asked each cycle; nil leaves it to the controller's own policy, or to the counsel that comes with
    ///   a snapshot.
    public init(_ controller: Controller, state: ControllerState = ControllerState(), adviser: Adviser? = nil) {
        self.controller = controller
        self.state = state
        self.adviser = adviser
    }

    public var name: String { "balloond" }
    public var period: Duration? { nil }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool {
        controller.sense(pool, at: time, state: &state)
    }

    public mutating func decide(_ snapshot: Snapshot) -> Decision { decide(snapshot, counsel: nil) }

    public func brief(_ snapshot: Snapshot) -> Briefing? { controller.brief(snapshot, state: state) }

    public mutating func decide(_ snapshot: Snapshot, counsel: Counsel?) -> Decision {
        let counsel = adviser.map { $0(controller.brief(snapshot, state: state)) } ?? counsel
        let (decision, next) = controller.decide(snapshot, state: state, counsel: counsel)
        state = next
        return decision
    }
}

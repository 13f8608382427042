import BalloonKit
import Controller

/// Makes whoever decides: balloond's own controller, or another rule to compare it with.
public struct GovernorFactory: Sendable {
    /// Given settings, and at a reload the governor so far, whose learning is to be kept.
    typealias Maker = @Sendable (_ settings: ControllerSettings, _ previous: (any Governor)?) -> any Governor

    let make: Maker

    private init(make: @escaping Maker) { self.make = make }

    /// The controller with the built-in policy. What it has learnt outlives a reload.
    public static let controller = GovernorFactory { settings, previous in
        guard var governor = previous as? ControllingGovernor else {
            return ControllingGovernor(Controller(settings: settings))
        }
        governor.controller = Controller(settings: settings, policy: governor.controller.policy)
        return governor
    }

    /// Another rule; a reload starts it anew.
    public static func rule(_ make: @escaping @Sendable (ControllerSettings) -> any Governor) -> GovernorFactory {
        GovernorFactory { settings, _ in make(settings) }
    }
}

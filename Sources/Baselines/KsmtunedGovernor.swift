import BalloonKit
import Controller

/// ksmtuned alone: guests keep their memory, only KSM is tuned.
public struct KsmtunedGovernor: Governor {
    private let settings: ControllerSettings
    private var rule = KsmtunedRule()

    public init(settings: ControllerSettings) { self.settings = settings.normalized }

    public var name: String { "ksmtuned" }
    /// The rule keeps to its 60 s by itself: the daemon's cycles are only looks.
    public var period: Duration? { nil }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { false }

    public mutating func decide(_ snapshot: Snapshot) -> Decision {
        var ruling = Ruling(snapshot, settings: settings)
        ruling.ksm = rule.directive(for: snapshot)
        return ruling.decision()
    }
}

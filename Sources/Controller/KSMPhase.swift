/// What the daemon does with same-page merging.
public enum KSMPhase: String, Sendable, Hashable, CaseIterable {
    /// Left as found, or stopped: not needed.
    case off
    /// Scanning as fast as the need asks and the processor cap allows, while it yields.
    case hurry
    /// All that could be merged is; slow rescans keep it so.
    case settled
    /// It did not pay, and is not tried again for a while.
    case resting
    /// Somebody else keeps changing the settings: left alone for a while.
    case contested
}

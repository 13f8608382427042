import BalloonKit

/// What the controller remembers between cycles. Safe to lose: it is learnt anew within seconds.
///
/// Bounded: guests that are gone from the snapshot are forgotten, and the sensor's window has a fixed length.
public struct ControllerState: Sendable, Hashable {
    public init() {}
}

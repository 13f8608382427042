import BalloonKit

/// A moment of a simulated run, in each form that somebody needs it in: worked out once a step, not once a guest.
public struct Moment: Sendable, Hashable {
    /// Seconds since the scenario began.
    public let time: Double
    /// The same, exactly.
    public let milliseconds: Int64
    /// The same on the daemon's clock.
    public let clock: MonotonicTime

    /// A daemon's clock does not begin with the scenario.
    private static let origin: Int64 = 100_000

    public init(milliseconds: Int64) {
        time = Double(milliseconds) / 1000
        self.milliseconds = milliseconds
        clock = MonotonicTime(.milliseconds(Self.origin + milliseconds))
    }
}

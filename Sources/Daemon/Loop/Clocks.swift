import BalloonKit
import Foundation

/// The two clocks of the daemon, as values that a test can replace.
public struct Clocks: Sendable {
    /// For ages, deadlines and rates.
    public var monotonic: @Sendable () -> MonotonicTime
    /// For what must survive a restart: the end of a pin.
    public var wall: @Sendable () -> Date

    public init(monotonic: @escaping @Sendable () -> MonotonicTime, wall: @escaping @Sendable () -> Date) {
        self.monotonic = monotonic
        self.wall = wall
    }

    /// `CLOCK_MONOTONIC`, counted from the first use, and the system's wall clock.
    public static let system = {
        let origin = SuspendingClock.now
        return Clocks(monotonic: { MonotonicTime(origin.duration(to: .now)) }, wall: { Date() })
    }()
}

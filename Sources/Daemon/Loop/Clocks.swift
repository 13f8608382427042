import BalloonKit
import Glibc

/// The two clocks of the daemon, as values that a test can replace.
///
/// Source: `clock_gettime(2)`.
public struct Clocks: Sendable {
    /// For ages, deadlines and rates.
    public var monotonic: @Sendable () -> MonotonicTime
    /// Seconds since the epoch: for what must survive a restart (the end of a pin).
    public var wallSeconds: @Sendable () -> Int64

    public init(
        monotonic: @escaping @Sendable () -> MonotonicTime, wallSeconds: @escaping @Sendable () -> Int64
    ) {
        self.monotonic = monotonic
        self.wallSeconds = wallSeconds
    }

    public static let system = Clocks(
        monotonic: { MonotonicTime(read(CLOCK_MONOTONIC)) },
        wallSeconds: { read(CLOCK_REALTIME).components.seconds })

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

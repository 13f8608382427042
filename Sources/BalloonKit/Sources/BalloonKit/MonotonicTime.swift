/// A moment on the host's monotonic clock, counted from an arbitrary origin.
///
/// The pure core gets time as a value, so that a simulator and a replay can supply their own.
///
/// Source: `clock_gettime(CLOCK_MONOTONIC)`.
public struct MonotonicTime: Sendable, Hashable, Comparable {
    public var sinceOrigin: Duration

    public init(_ sinceOrigin: Duration) { self.sinceOrigin = sinceOrigin }

    public static let origin = MonotonicTime(.zero)

    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.sinceOrigin < right.sinceOrigin }
    public static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
        left.sinceOrigin - right.sinceOrigin
    }
    public static func + (left: MonotonicTime, right: Duration) -> MonotonicTime {
        MonotonicTime(left.sinceOrigin + right)
    }
}

extension Duration {
    /// Seconds with their fraction.
    public var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

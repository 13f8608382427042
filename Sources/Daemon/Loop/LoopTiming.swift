import NIOCore

/// The rhythm of the control loop.
struct LoopTiming: Sendable, Equatable {
    /// Between two readings of the pool.
    var sensor: Duration = .milliseconds(100)
    /// Between two polls of all guests, each followed by a decision.
    var cycle: Duration = .seconds(1)
    /// How long a cycle waits for its guests' answers; who is later counts in the next one.
    var pollDeadline: Duration = .milliseconds(200)
    /// Between two attempts to store what could not be stored.
    var storeRetry: Duration = .seconds(60)
}

extension Duration {
    /// For NIO's timers; saturates.
    var asTimeAmount: TimeAmount {
        let (nanoseconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return .nanoseconds(overflow ? .max : nanoseconds + components.attoseconds / 1_000_000_000)
    }
}

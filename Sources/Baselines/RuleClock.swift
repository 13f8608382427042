import BalloonKit

/// Keeps a rule to its own period, however often it is asked.
struct RuleClock: Sendable, Hashable {
    let period: Duration
    private var last: MonotonicTime?

    /// Cycles come a little early or late: a round of 10 s must not become one of 11 s for that.
    private static let tolerance = Duration.milliseconds(250)

    init(period: Duration) { self.period = period }

    /// Whether a round is due; the first always is.
    mutating func strikes(at now: MonotonicTime) -> Bool {
        if let last, now >= last, now - last < period - Self.tolerance { return false }
        last = now
        return true
    }
}

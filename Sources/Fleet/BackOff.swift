/// How long to wait before the next attempt: doubles from the first to the longest wait.
struct BackOff: Sendable {
    static let first = Duration.milliseconds(250)
    static let longest = Duration.seconds(10)

    private(set) var failures = 0

    /// Counts a failure and gives the wait after it.
    mutating func next() -> Duration {
        let doublings = min(failures, 8)
        failures += 1
        return min(Self.first * (1 << doublings), Self.longest)
    }

    mutating func reset() { failures = 0 }
}

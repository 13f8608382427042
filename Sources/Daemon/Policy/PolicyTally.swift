/// How a plugin has fared since it was put in its seat.
struct PolicyTally: Sendable, Hashable {
    /// Rounds that were answered within the deadline.
    private(set) var rounds: UInt64 = 0
    /// By ``PolicyFailure/Kind/name``.
    private(set) var failures: [String: UInt64] = [:]
    /// Starts after the first.
    var restarts: UInt64 = 0
    /// Answers that the daemon itself took too long to read, so that they came to nothing.
    var unused: UInt64 = 0
    private(set) var lastRound: Duration?
    private(set) var longestRound: Duration?
    private var sum = Duration.zero

    var meanRound: Duration? { rounds > 0 ? sum / Double(rounds) : nil }

    mutating func succeeded(in time: Duration) {
        rounds += 1
        sum += time
        lastRound = time
        longestRound = max(longestRound ?? .zero, time)
    }

    mutating func failed(_ kind: String) { failures[kind, default: 0] += 1 }
}

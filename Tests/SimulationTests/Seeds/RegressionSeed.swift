import Simulation
import Testing

/// A seed that once failed, kept for good.
struct RegressionSeed: Sendable, CustomTestStringConvertible {
    var seed: UInt64
    /// Part of the seed: another length is another scenario.
    var cycles: Int
    /// Long enough for what it found to happen again.
    var seconds: Double
    /// What it found, and where.
    var story: String

    init(_ seed: UInt64, cycles: Int = 2000, seconds: Double, _ story: String) {
        self.seed = seed
        self.cycles = cycles
        self.seconds = seconds
        self.story = story
    }

    var testDescription: String { "seed \(seed): \(story)" }
}

extension RegressionSeed {
    static let all = [
        RegressionSeed(1159, seconds: 830, "a silence was forgotten by a guest whose driver goes stale another time")
    ]
}

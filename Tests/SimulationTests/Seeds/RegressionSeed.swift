import Simulation
import Testing

/// A seed that once failed, kept for good.
struct RegressionSeed: Sendable, CustomTestStringConvertible {
    var seed: UInt64
    /// Long enough for what it found to happen again.
    var cycles: Int
    /// What it found, and where.
    var story: String

    init(_ seed: UInt64, cycles: Int, _ story: String) {
        self.seed = seed
        self.cycles = cycles
        self.story = story
    }

    var testDescription: String { "seed \(seed): \(story)" }
}

extension RegressionSeed {
    /// `cycles` is part of the seed: another length is another scenario.
    static let all = [
        RegressionSeed(1159, cycles: 2000, "a silence was forgotten by a guest whose driver goes stale another time"),
        RegressionSeed(24, cycles: 2000, "a policy that proposes anything at all"),
    ]
}

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
        RegressionSeed(1159, seconds: 830, "a silence was forgotten by a guest whose driver goes stale another time"),
        RegressionSeed(
            1_795_402_183_101, seconds: 292, "statistics were paired with an actual that was read after they were taken"
        ),
        RegressionSeed(4090, seconds: 1400, "page cache was given back and taken again, sixty times a minute"),
        RegressionSeed(1_795_404_503_034, seconds: 500, "a cut was rounded up past a ceiling between two MiB"),
        RegressionSeed(34, seconds: 1640, "growth for a second every four turned its neighbours each time"),
        RegressionSeed(4194, seconds: 60, "a paused pool left ksmd at the pace of a hurry"),
    ]
}

/// Divides an amount by weights between bounds: everybody gets `level x weight`, but not less than their lower and not
/// more than their upper bound, with the one level at which it adds up.
///
/// One rule serves idle memory (ESX's idle tax), reserves and fair shares (max-min fairness): only the bounds differ.
enum WaterFilling {
    struct Vessel: Sendable {
        var lower: Double
        var upper: Double
        var weight: Double
    }

    /// A bound for inputs that nobody thought of; a handful are enough as a rule.
    private static let rounds = 64
    /// Bytes: less is rounding.
    private static let tolerance = 0.5

    /// What each vessel holds when `total` is poured; the bounds win where they leave no choice.
    static func divide(_ total: Double, among vessels: [Vessel]) -> [Double] {
        var low = 0.0
        var high = 0.0
        for vessel in vessels { high = max(high, vessel.upper / max(vessel.weight, 1)) }
        var level = high
        for _ in 0..<rounds {
            let (sum, slope) = poured(vessels, at: level)
            if sum > total { high = level } else { low = level }
            if abs(sum - total) <= tolerance { return vessels.map { held($0, at: level) } }
            if low >= high { break }
            // What is held grows by straight lines: from here the one of this level leads to the goal or beyond its end.
            let next = level + (total - sum) / slope
            level = slope > 0 && next > low && next < high ? next : (low + high) / 2
        }
        return vessels.map { held($0, at: low) }
    }

    /// All that is held at a level, and by how much that grows with it.
    private static func poured(_ vessels: [Vessel], at level: Double) -> (sum: Double, slope: Double) {
        var sum = 0.0
        var slope = 0.0
        for vessel in vessels {
            let weight = max(vessel.weight, 1)
            let free = level * weight
            if free > vessel.lower, free <= vessel.upper { slope += weight }
            sum += max(vessel.lower, min(vessel.upper, free))
        }
        return (sum, slope)
    }

    private static func held(_ vessel: Vessel, at level: Double) -> Double {
        max(vessel.lower, min(vessel.upper, level * max(vessel.weight, 1)))
    }
}

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

    /// Halvings of the level: the error is below a byte for any pool that exists.
    private static let rounds = 48

    /// What each vessel holds when `total` is poured; the bounds win where they leave no choice.
    static func divide(_ total: Double, among vessels: [Vessel]) -> [Double] {
        var highest = 0.0
        for vessel in vessels { highest = max(highest, vessel.upper / max(vessel.weight, 1)) }
        var low = 0.0
        var high = highest
        for _ in 0..<rounds {
            let level = (low + high) / 2
            var sum = 0.0
            for vessel in vessels { sum += held(vessel, at: level) }
            if sum > total { high = level } else { low = level }
        }
        return vessels.map { held($0, at: low) }
    }

    private static func held(_ vessel: Vessel, at level: Double) -> Double {
        max(vessel.lower, min(vessel.upper, level * max(vessel.weight, 1)))
    }
}

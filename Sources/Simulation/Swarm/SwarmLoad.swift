import BalloonKit

/// Loads of every kind, drawn by lot. All of them are level after `end`.
struct SwarmLoad {
    private var random: SplitMix64
    private let most: Double
    private let end: Double

    /// - Parameters:
    ///   - most: The largest amount that may come of it.
    ///   - end: Seconds from which on nothing changes.
    init(_ random: SplitMix64, most: ByteCount, end: Double) {
        self.random = random
        self.most = Double(most.bytes)
        self.end = end
    }

    mutating func curve() -> Curve {
        let base: Double = random.number(0.05, 0.5)
        switch random.integer(0...7) {
        case 0, 1: return Curve.constant(amount(base))
        case 2: return ramp(base)
        case 3: return waves(base)
        case 4: return tide(base)
        case 5: return walk(base)
        case 6: return spikes(base)
        default: return leak(base)
        }
    }

    private func amount(_ part: Double) -> ByteCount {
        ByteCount(1).scaled(by: (most * min(max(part, 0), 1)).rounded())
    }

    /// Up once, from a gigabyte a second to a minute long, and perhaps down again.
    private mutating func ramp(_ base: Double) -> Curve {
        let top = random.number(base, 1)
        let start = random.number(0, end * 0.6)
        let rise = random.pick([1.0, 4, 15, 60], or: 1)
        var points = [(0.0, amount(base)), (start, amount(base)), (start + rise, amount(top))]
        if random.happens(0.5) {
            let fall = start + rise + random.number(5, 120)
            points += [(fall, amount(top)), (fall + random.number(0, 20), amount(base))]
        }
        return bounded(points)
    }

    /// Sheer steps up and down.
    private mutating func waves(_ base: Double) -> Curve {
        let top = random.number(base, 1)
        let (low, high) = (random.number(5, 90), random.number(5, 90))
        var points = [(0.0, amount(base))]
        var time = random.number(0, low)
        while time + high < end {
            let rise = random.pick([0.0, 0.5, 3], or: 0)
            points += [(time, amount(base)), (time + rise, amount(top)), (time + high, amount(top))]
            points.append((time + high + 0.1, amount(base)))
            time += high + low
        }
        return bounded(points)
    }

    /// Slow swings: a triangle does as well as a sine.
    private mutating func tide(_ base: Double) -> Curve {
        let top = random.number(base, 1)
        let half = random.number(40, 300)
        var points = [(0.0, amount(base))]
        var time = random.number(0, half)
        var isHigh = false
        while time < end {
            points.append((time, amount(isHigh ? top : base)))
            isHigh.toggle()
            time += half
        }
        return bounded(points)
    }

    private mutating func walk(_ base: Double) -> Curve {
        var level = base
        var points = [(0.0, amount(level))]
        var time = 0.0
        while time < end {
            time += random.number(2, 40)
            level = min(max(level + random.number(-0.2, 0.2), 0.02), 1)
            points.append((time, amount(level)))
        }
        return bounded(points)
    }

    private mutating func spikes(_ base: Double) -> Curve {
        var points = [(0.0, amount(base))]
        var time = random.number(5, 100)
        while time + 10 < end {
            let top = random.number(base, 1)
            points += [(time, amount(base)), (time + 0.5, amount(top)), (time + random.number(1, 6), amount(top))]
            time += 7
            points.append((time, amount(base)))
            time += random.number(20, 200)
        }
        return bounded(points)
    }

    private mutating func leak(_ base: Double) -> Curve {
        let start = random.number(0, end * 0.3)
        let length = random.number(60, max(61, end - start))
        return bounded([(0, amount(base)), (start, amount(base)), (start + length, amount(random.number(0.6, 1)))])
    }

    /// Nothing changes after the end: what would come later comes then.
    private func bounded(_ points: [(Double, ByteCount)]) -> Curve {
        Curve(points.map { (time: min($0.0, end), amount: $0.1) })
    }
}

import BalloonKit

/// Draws a curve the way people describe a load: hold this for a minute, climb to that at 50 MiB/s, drop.
struct Load {
    private var points: [(time: Double, amount: ByteCount)]
    private var time = 0.0
    private var level: ByteCount
    private var noise: SplitMix64

    /// - Parameters:
    ///   - level: Where it begins, at the scenario's first second.
    ///   - name: Seeds its noise.
    init(_ level: ByteCount, _ name: String) {
        self.level = level
        points = [(0, level)]
        noise = SplitMix64(name)
    }

    var curve: Curve { Curve(points) }

    /// Stays there for `seconds`, up to `wobble` of it to either side, with a new level every two to six seconds.
    func hold(_ seconds: Double, wobble: Double = 0.02) -> Load {
        var load = self
        let end = time + seconds
        while wobble > 0, load.time + 6 < end {
            load.time += load.noise.number(in: 2...6)
            load.points.append((load.time, level.scaled(by: 1 + load.noise.number(in: -wobble...wobble))))
        }
        load.go(to: level, at: end)
        return load
    }

    /// Holds until a moment of the scenario; nothing when that has passed.
    func hold(until end: Double, wobble: Double = 0.02) -> Load {
        end > time ? hold(end - time, wobble: wobble) : self
    }

    /// Goes to `amount` in a straight line of `seconds`.
    func go(to amount: ByteCount, in seconds: Double) -> Load {
        var load = self
        load.go(to: amount, at: time + seconds)
        return load
    }

    /// Goes to `amount` at so many bytes a second.
    func go(to amount: ByteCount, rate: ByteCount) -> Load {
        go(to: amount, in: Double((amount - level).magnitude.bytes) / Double(max(rate.bytes, 1)))
    }

    /// Is there at once.
    func jump(to amount: ByteCount) -> Load { go(to: amount, in: 0) }

    /// The same again and again until `end`.
    func repeated(until end: Double, _ round: (Load) -> Load) -> Load {
        var load = self
        while load.time < end {
            let next = round(load)
            guard next.time > load.time else { return load }
            load = next
        }
        return load
    }

    private mutating func go(to amount: ByteCount, at moment: Double) {
        time = moment
        level = amount
        points.append((moment, amount))
    }
}

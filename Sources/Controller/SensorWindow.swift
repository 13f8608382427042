import BalloonKit

/// The last two seconds of the pool's used memory, and how steeply it rises.
struct SensorWindow: Sendable, Hashable {
    private struct Point: Sendable, Hashable {
        /// Seconds since the origin of the clock.
        var time: Double
        var used: Double
    }

    /// Older samples say more about the past than about the next second.
    private static let length = 2.0
    /// Long enough to tell a ramp from one allocation.
    private static let shortLook = 0.65
    /// The bound of the buffer; at ten samples a second 21 are in the window.
    private static let capacity = 40
    /// A slope over less than this is noise.
    private static let leastSpan = 0.25

    private var points: [Point] = []
    private var total = ByteCount.zero

    init() { points.reserveCapacity(Self.capacity + 1) }

    /// Takes in a sample. Samples that are not newer than the last are ignored; a pool of another size starts anew,
    /// because its used memory is another quantity.
    mutating func add(_ pool: PoolSample, at time: MonotonicTime) {
        let point = Point(time: time.sinceOrigin.inSeconds, used: Double(pool.used.bytes))
        if pool.total != total {
            points.removeAll(keepingCapacity: true)
            total = pool.total
        }
        if let last = points.last, point.time <= last.time { return }
        points.append(point)
        let expired = points.firstIndex { point.time - $0.time <= Self.length } ?? 0
        points.removeFirst(Swift.max(expired, points.count - Self.capacity))
    }

    /// Bytes a second by least squares, which weighs irregular samples by where they lie; zero until there is a span to
    /// speak of.
    ///
    /// A ramp shows in the last half second long before it does in the last two, but so does a single allocation, which goes
    /// on no further: what only the short look shows counts three quarters. What the short look no longer shows has ended.
    var slope: ByteCount {
        let long = slope(over: Self.length)
        let short = slope(over: Self.shortLook)
        return short > .zero ? Swift.max(long, short.scaled(by: 0.75)) : Swift.min(long, .zero)
    }

    private func slope(over length: Double) -> ByteCount {
        guard let last = points.last else { return .zero }
        let recent = points.drop { last.time - $0.time > length }
        guard let first = recent.first, last.time - first.time >= Self.leastSpan else { return .zero }
        let count = Double(recent.count)
        var meanTime = 0.0
        var meanUsed = 0.0
        for point in recent {
            meanTime += (point.time - first.time) / count
            meanUsed += point.used / count
        }
        var covariance = 0.0
        var variance = 0.0
        for point in recent {
            let distance = point.time - first.time - meanTime
            covariance += distance * (point.used - meanUsed)
            variance += distance * distance
        }
        return variance > 0 ? ByteCount(1).scaled(by: covariance / variance) : .zero
    }
}

extension ByteCount {
    /// The amount after so long at this many bytes a second.
    func over(_ time: Duration) -> ByteCount { scaled(by: time.inSeconds) }
}

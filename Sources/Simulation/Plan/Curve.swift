import BalloonKit

/// An amount of memory over time: straight lines between points, level before the first and after the last.
///
/// One shape for everything that a scenario prescribes, so that an oracle and a plot can read any load.
public struct Curve: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        /// Seconds since the scenario began.
        public var time: Double
        public var amount: ByteCount
    }

    public private(set) var points: [Point]

    /// `points`: In any order; of two at one time the later counts, and the step between them is sheer.
    public init(_ points: [(time: Double, amount: ByteCount)]) {
        self.points = points.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map { Point(time: $0.element.time, amount: $0.element.amount) }
    }

    public static func constant(_ amount: ByteCount) -> Curve { Curve([(0, amount)]) }

    /// The amount at `time`; zero for a curve without points. At a sheer step what comes after it.
    public func amount(at time: Double) -> ByteCount {
        guard let first = points.first, let last = points.last else { return .zero }
        if time < first.time { return first.amount }
        if time >= last.time { return last.amount }
        var low = 0
        var high = points.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle].time <= time { low = middle } else { high = middle }
        }
        let (before, after) = (points[low], points[high])
        let part = (time - before.time) / (after.time - before.time)
        return before.amount + (after.amount - before.amount).scaled(by: part)
    }
}

/// A value at a time; nil where there is none.
public struct PlotPoint: Sendable, Hashable {
    /// Seconds since the picture's left edge.
    public var time: Double
    public var value: Double?

    public init(time: Double, value: Double?) {
        self.time = time
        self.value = value
    }
}

/// Keeps of a long run what a picture can show.
public enum Thinning {
    /// Of each of `bins` equal spans the first, lowest, highest and last point, in order: peaks survive, whatever the length.
    public static func envelope(_ points: [PlotPoint], bins: Int, duration: Double) -> [PlotPoint] {
        guard points.count > bins * 4, bins > 0, duration > 0 else { return withoutLevels(points) }
        /// Rounded down; times that no picture has are at its edges.
        func bin(_ point: PlotPoint) -> Double {
            Swift.min(Swift.max((point.time / duration * Double(bins)).rounded(.down), 0), Double(bins))
        }
        var kept: [PlotPoint] = []
        var start = 0
        while start < points.count {
            let place = bin(points[start])
            var end = start
            while end < points.count, bin(points[end]) == place { end += 1 }
            kept += extremes(points, start, max(end, start + 1))
            start = max(end, start + 1)
        }
        return withoutLevels(kept)
    }

    /// Of a stretch without change only the ends.
    private static func withoutLevels(_ points: [PlotPoint]) -> [PlotPoint] {
        points.indices.filter { index in
            guard index > 0, index + 1 < points.count else { return true }
            let value = points[index].value
            return points[index - 1].value != value || points[index + 1].value != value
        }.map { points[$0] }
    }

    private static func extremes(_ points: [PlotPoint], _ start: Int, _ end: Int) -> [PlotPoint] {
        var chosen: Set<Int> = [start, end - 1]
        let valued = (start..<end).filter { points[$0].value != nil }
        if let lowest = valued.min(by: { (points[$0].value ?? 0) < (points[$1].value ?? 0) }) { chosen.insert(lowest) }
        if let highest = valued.max(by: { (points[$0].value ?? 0) < (points[$1].value ?? 0) }) {
            chosen.insert(highest)
        }
        // Where a value ends or begins, the break must stay.
        if let hole = (start..<end).first(where: { points[$0].value == nil }) { chosen.insert(hole) }
        return chosen.sorted().map { points[$0] }
    }
}

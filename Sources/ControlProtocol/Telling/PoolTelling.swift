import BalloonKit

/// The pool's course over some time, in a sentence or two.
public struct PoolTelling {
    private let points: [PoolPoint]
    private let clock: (UnixTime) -> String

    /// - Parameters:
    ///   - points: in the order of time.
    ///   - clock: writes a moment as the reader's clock shows it: `14:03:11`.
    public init(_ points: [PoolPoint], clock: @escaping (UnixTime) -> String) {
        self.points = points
        self.clock = clock
    }

    /// Without a full stop; nil when nothing was recorded.
    public var sentence: String? {
        guard let first = points.first, let last = points.last, let peak = points.max(by: { $0.peak < $1.peak }) else {
            return nil
        }
        var clauses = [
            course(from: first, to: last) + ", with a peak of \(Telling.percent(peak.peak))" + moment(of: peak)
        ]
        clauses.append(line(last))
        let rung = points.map(\.rung).max { (Self.ladder[$0] ?? 0) < (Self.ladder[$1] ?? 0) } ?? last.rung
        if rung != "normal" { clauses.append("it went up to the rung \(rung)") }
        let distressed = points.map(\.distressed).max() ?? 0
        if distressed > 0 {
            clauses.append("\(distressed) \(distressed == 1 ? "guest was" : "guests were") in distress at once")
        }
        if let swap = points.compactMap(\.swapUsed).max(), swap > .zero {
            clauses.append("up to \(swap) of host swap was used")
        }
        return clauses.joined(separator: "; ")
    }

    private static let ladder = ["reclaim": 1, "merge": 2, "squeeze": 3, "saturated": 4]

    private func course(from first: PoolPoint, to last: PoolPoint) -> String {
        let (begin, end) = (Telling.percent(first.usage), Telling.percent(last.usage))
        return begin == end ? "the pool was at \(end)" : "the pool went from \(begin) to \(end)"
    }

    private func moment(of peak: PoolPoint) -> String { points.count > 1 ? " at " + clock(peak.time) : "" }

    private func line(_ last: PoolPoint) -> String {
        let over = points.reduce(Duration.zero) { $0 + $1.overLimit }
        let line = "its line of \(Telling.percent(last.limit, of: last.total))"
        return over > .zero ? "it was over \(line) for \(Telling.span(over))" : "it was never over \(line)"
    }
}

extension PoolPoint {
    /// Mean share of the pool in use, 0 ... 1.
    public var usage: Double { used.fraction(of: total) }
    /// Highest share of the pool in use, 0 ... 1.
    public var peak: Double { usedPeak.fraction(of: total) }
}

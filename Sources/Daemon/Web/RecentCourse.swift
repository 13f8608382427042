import BalloonKit
import ControlProtocol

/// The pool's last ten minutes, a point a second, for the page. Kept only while the web server is on.
struct RecentCourse {
    static let mostPoints = 600

    private(set) var points: [PoolPoint] = []

    /// Takes what a cycle saw; of several in one second the highest counts.
    mutating func add(_ seen: PoolPoint) {
        var point = seen
        point.time = UnixTime(milliseconds: seen.time.milliseconds / 1000 * 1000)
        // A clock that is set back begins anew: the page draws by time.
        if let last = points.last, point.time < last.time { points = [] }
        if let last = points.last, point.time == last.time {
            point.usedPeak = max(point.usedPeak, last.usedPeak)
            point.predictedPeak = [point.predictedPeak, last.predictedPeak].compactMap { $0 }.max()
            point.overLimit = max(point.overLimit, last.overLimit)
            points.removeLast()
        }
        if points.count >= Self.mostPoints { points.removeFirst(points.count - Self.mostPoints + 1) }
        points.append(point)
    }
}

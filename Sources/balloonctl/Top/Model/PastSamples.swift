import BalloonKit
import ControlProtocol

/// Which samples of the past a course lacks: so many at even intervals, up to its oldest one.
struct PastSamples: Hashable {
    /// When the oldest sample came that is there.
    var end: UnixTime
    var interval: Duration
    var count: Int

    var since: UnixTime { end.advanced(by: .zero - interval * count) }

    /// What history holds of a figure at these times, oldest first, from its first step on; nil where nothing was recorded.
    ///
    /// A step that is open is not recorded yet: what the last one says is held for as long as two.
    /// - Parameters:
    ///   - points: beginnings of steps with their figures, in order of time.
    ///   - step: their length.
    func taken(of points: [(time: UnixTime, value: Double?)], step: Duration) -> [Double?] {
        var samples: [Double?] = []
        var later = points[...]
        for index in 1..<(max(0, count) + 1) {
            let time = end.advanced(by: .zero - interval * index)
            while let last = later.last, last.time > time { later.removeLast() }
            guard let point = later.last else { break }
            let isLast = later.endIndex == points.endIndex
            let over = point.time.advanced(by: isLast ? step * 3 : step)
            samples.append(time < over ? point.value : nil)
        }
        return samples.reversed()
    }
}

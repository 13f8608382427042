import BalloonKit
import ControlProtocol

/// How a guest's memory went lately, in bytes.
struct GuestCourse: Hashable {
    /// Samples kept of each figure.
    static let capacity = 240
    /// How far back the arrow in the table looks.
    static let trendSamples = 5

    enum Trend: Hashable {
        case rising
        case falling
        case steady
    }

    var actual = Course(capacity: capacity)
    var workingSet = Course(capacity: capacity)
    var resident = Course(capacity: capacity)

    /// When its oldest sample came, as long as it has not made way for newer ones.
    private(set) var since: Duration

    init(since: Duration) { self.since = since }

    /// - Parameter guest: nil where nobody looked.
    mutating func add(_ guest: GuestReport?) {
        actual.add(guest?.actual.map { Double($0.bytes) })
        workingSet.add(guest?.workingSet.map { Double($0.bytes) })
        resident.add(guest?.resident.map { Double($0.bytes) })
    }

    /// Puts steps of the past before the oldest sample.
    mutating func precede(by past: PastSamples, _ points: [GuestPoint], step: Duration) {
        func samples(_ value: (GuestPoint) -> ByteCount?) -> [Double?] {
            past.taken(of: points.map { ($0.time, value($0).map { Double($0.bytes) }) }, step: step)
        }
        let earlier = samples(\.actual)
        actual.precede(by: earlier)
        workingSet.precede(by: samples(\.workingSet))
        resident.precede(by: samples(\.resident))
        since -= past.interval * earlier.count
    }

    /// Where actual is heading: a change of a hundredth within the last samples counts.
    var trend: Trend {
        let known = actual.latest(Self.trendSamples).compactMap(\.self)
        guard let first = known.first, let last = known.last, first > 0 else { return .steady }
        let change = (last - first) / first
        return change > 0.01 ? .rising : change < -0.01 ? .falling : .steady
    }
}

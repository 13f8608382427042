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

    mutating func add(_ guest: GuestReport?) {
        actual.add(guest?.actual.map { Double($0.bytes) })
        workingSet.add(guest?.workingSet.map { Double($0.bytes) })
        resident.add(guest?.resident.map { Double($0.bytes) })
    }

    /// Where actual is heading: a change of a hundredth within the last samples counts.
    var trend: Trend {
        let known = actual.latest(Self.trendSamples).compactMap(\.self)
        guard let first = known.first, let last = known.last, first > 0 else { return .steady }
        let change = (last - first) / first
        return change > 0.01 ? .rising : change < -0.01 ? .falling : .steady
    }
}

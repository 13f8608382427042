import BalloonKit
import ControlProtocol

/// Courses begin with what the daemon remembers of them, when it keeps a history.
extension TopState {
    /// What has been asked of the past.
    struct Recall: Hashable {
        /// The daemon has none to tell: nothing more is asked on this connection.
        var isOver = false
        var hasPool = false
        /// Those in the table, as far back as an arrow looks.
        var trends: Set<String> = []
        /// Those that were looked into, as far back as their courses go.
        var courses: Set<String> = []
    }

    /// Samples of the pool that are wanted: more than most screens show.
    private static let poolSamples = 1024
    /// Steps of an answer at most.
    private static let mostPoints = 600

    /// The next question about the past, if one is open: a guest that is looked into, the pool, then the guests in view.
    ///
    /// One after another and each once, so that a look at thousands of guests costs the daemon what a screenful does.
    mutating func recall() -> QueryHistory? {
        guard !past.isOver, !isFrozen, link == .connected, let poolSince else { return nil }
        if case .guest(let name) = page, let course = courses[name], past.courses.insert(name).inserted {
            past.trends.insert(name)
            return question(missing(course, upTo: GuestCourse.capacity), guest: name)
        }
        if !past.hasPool {
            past.hasPool = true
            return question(missingOfPool(since: poolSince))
        }
        let view = listed.dropFirst(firstRow).prefix(TopPlan(self).tableRows)
        for guest in view where !past.trends.contains(guest.name) {
            past.trends.insert(guest.name)
            guard let course = courses[guest.name] else { continue }
            if let question = question(missing(course, upTo: GuestCourse.trendSamples), guest: guest.name) {
                return question
            }
        }
        return nil
    }

    /// - Parameter reply: nil when there is none to be had.
    mutating func take(past reply: QueryHistory.Reply?, of guest: String?) {
        guard let reply else { return past.isOver = true }
        if let guest {
            guard var course = courses[guest], let points = reply.guest else { return }
            let capacity = past.courses.contains(guest) ? GuestCourse.capacity : GuestCourse.trendSamples
            course.precede(by: missing(course, upTo: capacity), points, step: reply.step)
            courses[guest] = course
        } else {
            precedePool(by: reply)
        }
    }

    private mutating func precedePool(by reply: QueryHistory.Reply) {
        guard let since = poolSince else { return }
        let wanted = missingOfPool(since: since)
        let usage = reply.pool.map { ($0.time, $0.used.fraction(of: $0.total) as Double?) }
        precedePool(by: wanted.taken(of: usage, step: reply.step), every: wanted.interval)
    }

    private func question(_ wanted: PastSamples, guest: String? = nil) -> QueryHistory? {
        guard wanted.count > 0 else { return nil }
        return QueryHistory(
            guest: guest, since: wanted.since, until: wanted.end, points: min(wanted.count, Self.mostPoints))
    }

    private func missing(_ course: GuestCourse, upTo capacity: Int) -> PastSamples {
        PastSamples(end: wallTime(at: course.since), interval: interval, count: max(0, capacity - course.actual.count))
    }

    private func missingOfPool(since: Duration) -> PastSamples {
        PastSamples(end: wallTime(at: since), interval: interval, count: max(0, Self.poolSamples - pool.count))
    }

    private func wallTime(at moment: Duration) -> UnixTime { wallTime.advanced(by: moment - now) }
}

import BalloonKit
import ControlProtocol
import Testing

@testable import balloonctl

@Suite("top: courses begin with what the daemon remembers")
struct TopPastTests {
    /// A sample at second 1000 of the clock, which is noon.
    private static let noon = UnixTime(milliseconds: 1_795_435_200_000)

    private static func state(_ guests: [GuestReport] = TopScenes.guests, height: Int = 24) -> TopState {
        var state = TopScenes.state(80, height, guests: guests, samples: 1)
        state.wallTime = noon
        return state
    }

    /// Steps of 5 s over the last so many seconds, usage rising by a hundredth each to 70 %.
    private static func pool(_ span: Int64) -> [PoolPoint] {
        let count = span / 5
        return (0..<count).map { step in
            PoolPoint(
                time: noon.advanced(by: .seconds(-span + step * 5)), total: .mebibytes(1000),
                used: .mebibytes(700 - 10 * (count - 1 - step)), usedPeak: .mebibytes(900), limit: .mebibytes(800),
                overLimit: .zero, rung: "normal")
        }
    }

    private static func guest(_ amounts: [Int64]) -> [GuestPoint] {
        amounts.enumerated().map { index, amount in
            var point = GuestPoint(
                time: noon.advanced(by: .seconds(5 * (Int64(index) - Int64(amounts.count)))), distress: .zero)
            point.actual = .mebibytes(amount)
            return point
        }
    }

    private static func reply(pool: [PoolPoint] = [], guest: [GuestPoint]? = nil) -> QueryHistory.Reply {
        QueryHistory.Reply(step: .seconds(5), pool: pool, guest: guest)
    }

    @Test("nothing is asked before there is a first picture, nor while it is frozen")
    func first() {
        var state = TopState(size: Frame.Size(width: 80, height: 24), interval: .seconds(1), now: .zero)
        _ = state.take(.connected, at: .zero)
        #expect(state.recall() == nil)
        state = Self.state()
        _ = state.type(" ")
        #expect(state.recall() == nil)
        _ = state.type(" ")
        #expect(state.recall() != nil)
    }

    @Test("the pool is asked for first, within bounds, then each guest in view, once")
    func order() {
        var state = Self.state(TopScenes.many)
        let pool = state.recall()
        #expect(pool?.guest == nil)
        #expect(pool?.since == Self.noon.advanced(by: .seconds(-1023)))
        #expect(pool?.until == Self.noon)
        #expect(pool?.points == 600)
        let rows = TopPlan(state).tableRows
        let names = (0..<rows).compactMap { _ in state.recall()?.guest }
        #expect(names == TopScenes.many.prefix(rows).map(\.name))
        #expect(state.recall() == nil)
        _ = state.press(.end)
        let trend = state.recall()
        #expect(trend?.guest == TopScenes.many[3000 - rows].name)
        #expect(trend?.since == Self.noon.advanced(by: .seconds(-4)))
    }

    @Test("a guest that is looked into is asked for before all others, as far back as its course goes")
    func lookedInto() {
        var state = Self.state()
        _ = state.press(.enter)
        let course = state.recall()
        #expect(course?.guest == "db1")
        #expect(course?.since == Self.noon.advanced(by: .seconds(-239)))
        #expect(state.recall()?.guest == nil)
    }

    @Test("steps become samples at the interval; the open one and what came since go on from the last")
    func resampled() {
        var state = Self.state()
        _ = state.recall()
        var points = Self.pool(25)
        points.removeLast()
        points.remove(at: 1)
        // Time went on before the answer came.
        var status = TopScenes.status
        status.pool?.usage = 0.75
        _ = state.take(.sampled(status, TopScenes.guests), at: state.now + .seconds(1))
        state.wallTime = Self.noon.advanced(by: .seconds(1))
        _ = state.take(.recalled(guest: nil, Self.reply(pool: points)), at: state.now)
        let past = [0.66, nil, 0.68, 0.69, 0.69].flatMap { Array(repeating: $0 as Double?, count: 5) }
        #expect(state.pool.latest(100).dropLast(2) == past[...])
        #expect(state.pool.latest(1) == [0.75])
        #expect(state.poolSpan(100) == .seconds(26))
        #expect(TopScenes.text(state).contains("last 26s"))
    }

    @Test("arrows tell at once what moved before the first sample")
    func trends() {
        var state = Self.state()
        #expect(state.courses["batch-7"]?.trend == .steady)
        while let query = state.recall() {
            guard let guest = query.guest else { continue }
            let past = guest == "batch-7" ? Self.guest([3800, 3800]) : guest == "web1" ? Self.guest([1100, 1100]) : []
            _ = state.take(.recalled(guest: guest, Self.reply(guest: past)), at: state.now)
        }
        #expect(state.courses["batch-7"]?.trend == .rising)
        #expect(state.courses["web1"]?.trend == .falling)
        #expect(state.courses["db1"]?.trend == .steady)
        #expect(state.courses["batch-7"]?.actual.count == GuestCourse.trendSamples)
    }

    @Test("a trend that is known already is followed back when its guest is looked into")
    func further() {
        var state = Self.state()
        while let query = state.recall() {
            guard let guest = query.guest else { continue }
            _ = state.take(.recalled(guest: guest, Self.reply(guest: Self.guest([2000, 2000]))), at: state.now)
        }
        _ = state.press(.enter)
        #expect(state.recall()?.until == Self.noon.advanced(by: .seconds(-4)))
        let long = Self.guest(Array(repeating: 1000, count: 60))
        _ = state.take(.recalled(guest: "db1", Self.reply(guest: long)), at: state.now)
        let mebibytes = state.courses["db1"]?.actual.latest(300).map { $0.map { $0 / 1_048_576 } }
        #expect(mebibytes == Array(repeating: 1000, count: 235) + [2000, 2000, 2000, 2000, 2048])
    }

    @Test("where no history is kept nothing more is asked, and nothing is said; a new connection asks again")
    func off() {
        var state = Self.state()
        #expect(state.recall() != nil)
        let before = TopScenes.text(state)
        _ = state.take(.recalled(guest: nil, nil), at: state.now)
        #expect(state.recall() == nil)
        #expect(TopScenes.text(state) == before)
        _ = state.take(.lost("gone"), at: state.now)
        _ = state.take(.connected, at: state.now)
        #expect(state.recall()?.guest == "db1")
    }

    @Test("a course takes no more of the past than it has room for")
    func bounded() {
        var course = Course(capacity: 3)
        course.add(1)
        course.precede(by: [2, 3, 4])
        #expect(course.latest(9) == [3, 4, 1])
        course.add(5)
        #expect(course.latest(9) == [4, 1, 5])
        course.precede(by: [9])
        #expect(course.latest(9) == [4, 1, 5])
    }

    @Test("a history of another time, or of steps of no length, does no harm", arguments: [-100_000, 100_000])
    func strange(shift: Int64) {
        let wanted = PastSamples(end: Self.noon, interval: .milliseconds(250), count: 8)
        let points = Self.pool(25).map { ($0.time.advanced(by: .seconds(shift)), 0.5 as Double?) }
        #expect(wanted.taken(of: points, step: .zero).compactMap(\.self).isEmpty)
        #expect(wanted.taken(of: [], step: .seconds(5)).isEmpty)
    }
}

import BalloonKit
import ControlProtocol
import Testing

@testable import Daemon

@Suite("The pool's recent course, for the page")
struct RecentCourseTests {
    private func point(_ milliseconds: Int64, _ used: Int64, predicted: Int64? = nil, over: Duration = .zero)
        -> PoolPoint
    {
        PoolPoint(
            time: UnixTime(milliseconds: milliseconds), total: .gibibytes(4), used: .mebibytes(used),
            usedPeak: .mebibytes(used), predictedPeak: predicted.map { .mebibytes($0) }, limit: .gibibytes(3),
            overLimit: over, rung: "normal")
    }

    private func course(_ points: PoolPoint...) -> [PoolPoint] {
        var course = RecentCourse()
        for point in points { course.add(point) }
        return course.points
    }

    @Test("several cycles in one second are one point: the last use, the highest peaks")
    func sameSecond() {
        let points = course(
            point(7000, 900, predicted: 1500), point(7400, 1100, over: .seconds(1)), point(7900, 1000, predicted: 1200))
        #expect(points.map(\.time.milliseconds) == [7000])
        #expect(points.map(\.used) == [.mebibytes(1000)])
        #expect(points.map(\.usedPeak) == [.mebibytes(1100)])
        #expect(points.map(\.predictedPeak) == [.mebibytes(1500)])
        #expect(points.map(\.overLimit) == [.seconds(1)])
    }

    @Test("ten minutes are kept and no more")
    func bounded() {
        var course = RecentCourse()
        for second in 0..<Int64(1000) { course.add(point(second * 1000, second)) }
        #expect(course.points.count == 600)
        #expect(course.points.first?.time.milliseconds == 400_000)
        #expect(course.points.last?.time.milliseconds == 999_000)
    }

    @Test("a clock that is set back begins anew")
    func setBack() {
        #expect(course(point(9000, 1), point(10_000, 2), point(4000, 3)).map(\.time.milliseconds) == [4000])
    }
}

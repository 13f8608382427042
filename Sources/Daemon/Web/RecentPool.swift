import BalloonKit
import ControlProtocol
import Controller
import Foundation

/// Keeps the ``RecentCourse`` of the running daemon. Confined to the main loop.
final class RecentPool {
    private var course = RecentCourse()
    private let clocks: Clocks
    /// 0 ... 1 of the pool; a reload changes it.
    var limit: Double

    init(limit: Double, clocks: Clocks) {
        self.limit = limit
        self.clocks = clocks
    }

    var points: [PoolPoint] { course.points }

    func take(_ record: CycleRecord) {
        let pool = record.snapshot.pool
        let line = pool.total.scaled(by: limit)
        let now = Int64(exactly: (clocks.wall().timeIntervalSince1970 * 1000).rounded(.down)) ?? 0
        course.add(
            PoolPoint(
                time: UnixTime(milliseconds: now), total: pool.total, used: pool.used, usedPeak: pool.used,
                predictedPeak: record.decision.forecast.predicted, limit: line,
                overLimit: pool.used > line ? .seconds(1) : .zero, swapUsed: pool.swapUsed, merged: pool.ksm?.saved,
                pressureSome: pool.pressureSome.map { $0 / 100 }, rung: record.decision.rung.rawValue,
                distressed: record.decision.verdicts.count { $0.assessment.isInDistress }))
    }
}

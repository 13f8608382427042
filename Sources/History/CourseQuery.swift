import BalloonKit
import ControlProtocol
import Controller
import GRDB

/// The course of the pool, and of one guest, at even steps.
struct CourseQuery {
    private static let most = 2000
    private let guest: String?
    private let since: Int64
    private let until: Int64
    private let points: Int64

    init(_ command: QueryHistory, now: UnixTime) {
        guest = command.guest
        since = command.since.wholeSeconds
        until = Swift.max((command.until ?? now).wholeSeconds + 1, since)
        points = Int64(Swift.min(Swift.max(command.points ?? 300, 1), Self.most))
    }

    func answer(_ database: Database) throws -> QueryHistory.Reply {
        let oldest = try Int64.fetchOne(database, sql: "SELECT MIN(time) FROM pool_steps")
        let since = Swift.max(self.since, oldest ?? self.since)
        guard since < until else { return reply(step: HistoryTier.seconds.step, [], [], oldest) }
        let wish = (until - since) / points
        let wished = HistoryTier.all.last { $0.step <= wish } ?? .seconds
        let coverage = try Coverage(from: since, to: until, wished: wished, database)
        let unit = coverage.stretches.map(\.tier.step).max() ?? wished.step
        let base = since.roundedDown(to: unit)
        let step = ((until - base + points - 1) / points + unit - 1).roundedDown(to: unit)
        let place = { (time: Int64) in base + Swift.max(0, time - base).roundedDown(to: step) }
        var pool: [PoolStep] = []
        var course: [GuestStep] = []
        for stretch in coverage.stretches {
            try readPool(stretch, into: &pool, place, database)
            if let guest { try read(guest, stretch, into: &course, place, database) }
        }
        return reply(step: step, pool, course, oldest)
    }

    private func readPool(
        _ stretch: Coverage.Stretch, into steps: inout [PoolStep], _ place: (Int64) -> Int64, _ database: Database
    ) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM pool_steps WHERE tier = ? AND time >= ? AND time < ? ORDER BY time",
            arguments: [stretch.tier.number, stretch.start, stretch.end])
        while let row = try rows.next() {
            guard var step = PoolStep(row) else { continue }
            step.start = place(step.start)
            if steps.last?.start == step.start {
                steps[steps.count - 1].merge(step)
            } else {
                steps.append(step)
            }
        }
    }

    /// By the times of the pool's steps, each looked up: guests' rows lie ordered by time.
    private func read(
        _ guest: String, _ stretch: Coverage.Stretch, into steps: inout [GuestStep], _ place: (Int64) -> Int64,
        _ database: Database
    ) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT guest_steps.* FROM pool_steps CROSS JOIN guest_steps
                    ON guest_steps.tier = pool_steps.tier AND guest_steps.time = pool_steps.time
                    AND guest_steps.guest = (SELECT id FROM guests WHERE name = ?)
                WHERE pool_steps.tier = ? AND pool_steps.time >= ? AND pool_steps.time < ? ORDER BY pool_steps.time
                """, arguments: [guest, stretch.tier.number, stretch.start, stretch.end])
        while let row = try rows.next() {
            guard var step = GuestStep(row, guest: guest) else { continue }
            step.start = place(step.start)
            if steps.last?.start == step.start {
                steps[steps.count - 1].merge(step)
            } else {
                steps.append(step)
            }
        }
    }

    private func reply(
        step: Int64, _ pool: [PoolStep], _ course: [GuestStep], _ oldest: Int64?
    ) -> QueryHistory.Reply {
        QueryHistory.Reply(
            step: .seconds(step), pool: pool.map(PoolPoint.init),
            guest: guest == nil ? nil : course.map(GuestPoint.init), oldest: oldest.map(UnixTime.init(seconds:)))
    }
}

extension UnixTime {
    init(seconds: Int64) {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: overflow ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    /// Towards the past. Far enough from the ends of the range for any reckoning with it.
    var wholeSeconds: Int64 { Swift.min(Swift.max(milliseconds.roundedDown(to: 1000) / 1000, -1 << 40), 1 << 40) }
}

extension PoolPoint {
    fileprivate init(_ step: PoolStep) {
        self.init(
            time: UnixTime(seconds: step.start), total: step.total, used: step.used, usedPeak: step.usedPeak,
            predictedPeak: step.predictedPeak, limit: step.limit, overLimit: .milliseconds(step.overLimit),
            swapUsed: step.swapUsed, merged: step.merged, pressureSome: step.pressureSome, rung: step.rung.rawValue,
            distressed: Int(clamping: step.distressed))
    }
}

extension GuestPoint {
    fileprivate init(_ step: GuestStep) {
        self.init(
            time: UnixTime(seconds: step.start), actual: step.actual, actualLowest: step.actualLowest,
            target: step.target, resident: step.resident, available: step.available, workingSet: step.workingSet,
            floor: step.floor, ceiling: step.ceiling, distress: .milliseconds(step.distress))
    }
}

import BalloonKit
import ControlProtocol
import GRDB

/// A period in figures. Its ends are exact to a hundredth of it, or to what is still kept of a time so old.
struct PeriodQuery {
    /// More guests than are managed at once; over 30 days more may have come and gone. Those seen longest are told.
    private static let mostGuests = 2000
    private let command: QueryPeriod
    private let end: UnixTime

    init(_ command: QueryPeriod, now: UnixTime) {
        self.command = command
        end = command.until ?? now
    }

    func answer(_ database: Database) throws -> PeriodReport {
        let since = command.since.wholeSeconds
        let until = Swift.max(end.wholeSeconds + 1, since)
        let wished = HistoryTier.all.last { $0.step <= (until - since) / 100 } ?? .seconds
        let coverage = try Coverage(from: since, to: until, wished: wished, database)
        var pool: PoolStep?
        var last: (total: ByteCount, limit: ByteCount)?
        var guests: [Int64: GuestSums] = [:]
        for stretch in coverage.stretches {
            let range: StatementArguments = [stretch.tier.number, stretch.start, stretch.end]
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM pool_steps WHERE tier = ? AND time >= ? AND time < ? ORDER BY time",
                arguments: range)
            while let row = try rows.next() {
                guard let step = PoolStep(row) else { continue }
                last = (step.total, step.limit)
                if pool?.merge(step) == nil { pool = step }
            }
            let sums = try Row.fetchCursor(database, sql: GuestSums.query, arguments: range)
            while let row = try sums.next() {
                guard let guest = row.integer("guest") else { continue }
                guests[guest, default: GuestSums()].add(row)
            }
        }
        var report = report(pool)
        report.total = last?.total
        report.limit = last?.limit
        report.guests = try Self.named(guests, database)
        return report
    }

    private static func named(_ guests: [Int64: GuestSums], _ database: Database) throws -> [GuestPeriod] {
        let longest = guests.sorted { ($0.value.covered, $1.key) > ($1.value.covered, $0.key) }.prefix(mostGuests)
        var periods: [GuestPeriod] = []
        for (number, sums) in longest {
            let name = try String.fetchOne(
                database, sql: "SELECT name FROM guests WHERE id = ?", arguments: [number])
            if let name { periods.append(sums.period(of: name)) }
        }
        return periods.sorted { $0.name < $1.name }
    }

    /// - Parameter pool: all of the period put together; nil where nothing was recorded.
    func report(_ pool: PoolStep?) -> PeriodReport {
        var report = PeriodReport(
            since: command.since, until: end, covered: .zero, overLimit: .zero, granted: .zero, reclaimed: .zero,
            returned: .zero, moves: 0)
        guard let pool else { return report }
        report.covered = .milliseconds(pool.covered)
        report.usedMean = pool.used
        report.usedPeak = pool.usedPeak
        report.usedPeakTime = pool.usedPeakTime
        report.overLimit = .milliseconds(pool.overLimit)
        report.overLimitWorst = pool.overLimitWorst
        report.unmetWorst = pool.unmetWorst
        report.granted = pool.granted.clampedToZero
        report.reclaimed = pool.reclaimed.clampedToZero
        report.returned = pool.returned.clampedToZero
        report.moves = UInt64(clamping: pool.moves)
        report.swapOut = pool.swapOut
        report.mergedMean = pool.merged
        report.mergedPeak = pool.mergedPeak
        report.ksmCPU = pool.ksmCPU.map { .milliseconds($0) }
        report.rungs = pool.rungs.mapValues { .milliseconds($0) }
        report.alarms = pool.alarms.mapValues { .milliseconds($0) }
        return report
    }
}

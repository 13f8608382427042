import BalloonKit
import GRDB

/// What is done once a minute: coarser steps from finer ones, and everything that is too old or too much goes. Each part is
/// a transaction of its own and bounded, so that the log stays small; what is left over is done a minute later.
extension HistoryDatabase {
    /// Steps whose rows are removed at once, and coarser steps that are made at once.
    private static let portion: Int64 = 400

    /// - Parameter now: seconds since 1970.
    func upkeep(now: Int64, settings: HistorySettings) throws(HistoryFailure) {
        for (finer, coarser) in zip(HistoryTier.all, HistoryTier.all.dropFirst()) {
            try rollUp(finer, to: coarser, now: now)
        }
        try removeOld(now: now, settings: settings)
        if now.roundedDown(to: HistoryTier.quarters.step) == now.roundedDown(to: HistoryTier.minutes.step) {
            try removeMoves(perGuest: settings.movesPerGuest)
        }
        try shrink(to: settings.maximumSize)
        try freePages()
    }

    // MARK: Coarser steps

    /// What a clock wrote that ran ahead and was set back is passed over: it waits for its time.
    private func rollUp(_ finer: HistoryTier, to coarser: HistoryTier, now: Int64) throws(HistoryFailure) {
        try write { database in
            let newest = try Int64.fetchOne(
                database, sql: "SELECT MAX(time) FROM pool_steps WHERE tier = ? AND time < ?",
                arguments: [coarser.number, now])
            let oldest = try Int64.fetchOne(
                database, sql: "SELECT MIN(time) FROM pool_steps WHERE tier = ? AND time >= ?",
                arguments: [finer.number, newest.map { $0 + coarser.step } ?? .min])
            guard let first = oldest.map(coarser.start) else { return }
            var start = first
            let end = Swift.min(coarser.start(of: now), first + Self.portion * coarser.step)
            while start < end {
                if var whole = try Self.steps(finer, from: start, to: start + coarser.step, database) {
                    whole.pool.start = start
                    try StepRows.insert(whole.pool, tier: coarser, database)
                    for (number, var guest) in whole.guests {
                        guest.start = start
                        try StepRows.insert(guest, guest: number, tier: coarser, database)
                    }
                }
                start += coarser.step
            }
        }
    }

    /// All steps of a stretch put together to one; nil when there is none.
    private static func steps(
        _ tier: HistoryTier, from start: Int64, to end: Int64, _ database: Database
    ) throws -> (pool: PoolStep, guests: [Int64: GuestStep])? {
        var pool: PoolStep?
        var guests: [Int64: GuestStep] = [:]
        let range: StatementArguments = [tier.number, start, end]
        let pools = try database.cachedStatement(
            sql: "SELECT * FROM pool_steps WHERE tier = ? AND time >= ? AND time < ? ORDER BY time")
        let rows = try Row.fetchCursor(pools, arguments: range)
        while let row = try rows.next() {
            guard let step = PoolStep(row) else { continue }
            if pool?.merge(step) == nil { pool = step }
        }
        let courses = try database.cachedStatement(
            sql: "SELECT * FROM guest_steps WHERE tier = ? AND time >= ? AND time < ? ORDER BY time")
        let guestRows = try Row.fetchCursor(courses, arguments: range)
        while let row = try guestRows.next() {
            guard let number = row.integer(2), let step = GuestStep(row, guest: "") else { continue }
            if guests[number]?.merge(step) == nil { guests[number] = step }
        }
        return pool.map { ($0, guests) }
    }

    // MARK: What goes

    private func removeOld(now: Int64, settings: HistorySettings) throws(HistoryFailure) {
        let retention = Swift.max(3600, settings.retention.components.seconds)
        for tier in HistoryTier.all {
            let bound = now - Swift.min(retention, tier.kept ?? retention)
            try write { try Self.removeSteps(tier, before: bound, $0) }
        }
        try write { database in
            let bound = now - retention
            try database.execute(
                sql:
                    "DELETE FROM moves WHERE id IN (SELECT id FROM moves WHERE time_ms < ? ORDER BY time_ms LIMIT 5000)",
                arguments: [bound * 1000])
            try database.execute(
                sql:
                    "DELETE FROM guests WHERE seen < ? AND NOT EXISTS (SELECT 1 FROM moves WHERE moves.guest = guests.id)",
                arguments: [bound - 2 * 86400])
        }
    }

    /// At most a portion, and whole steps of the next tier: coarse rows then begin where fine ones end.
    private static func removeSteps(_ tier: HistoryTier, before bound: Int64, _ database: Database) throws {
        guard
            let oldest = try Int64.fetchOne(
                database, sql: "SELECT MIN(time) FROM pool_steps WHERE tier = ?", arguments: [tier.number])
        else { return }
        let unit = HistoryTier.all.first { $0.number == tier.number + 1 } ?? tier
        let end = Swift.min(unit.start(of: bound), unit.start(of: oldest + portion * tier.step))
        for table in ["guest_steps", "pool_steps"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE tier = ? AND time < ?", arguments: [tier.number, end])
        }
    }

    private func removeMoves(perGuest most: Int) throws(HistoryFailure) {
        try write { database in
            let crowded = try Row.fetchAll(
                database, sql: "SELECT guest, COUNT(*) AS count FROM moves GROUP BY guest HAVING COUNT(*) > ?",
                arguments: [most])
            for row in crowded {
                guard let guest = row.integer("guest"), let count = row.integer("count") else { continue }
                try database.execute(
                    sql: "DELETE FROM moves WHERE id IN "
                        + "(SELECT id FROM moves WHERE guest = ? ORDER BY time_ms LIMIT ?)",
                    arguments: [guest, count - Int64(most)])
            }
        }
    }

    // MARK: Size

    /// Removes the oldest of what takes most room until the rest fits: so each tier keeps its share, and a crowded host has
    /// shorter courses rather than none.
    func shrink(to maximumSize: ByteCount) throws(HistoryFailure) {
        let room = Self.room(maximumSize).scaled(by: 0.95)
        for _ in 0..<16 {
            let isDone: Bool
            do {
                isDone = try queue.write { database in
                    guard try Self.size(database) > room else { return true }
                    return try !Self.removeOldestOfLargest(database)
                }
            } catch {
                throw HistoryFailure(error)
            }
            if isDone { return }
        }
    }

    /// Of the pages that are in use.
    static func size(_ database: Database) throws -> ByteCount {
        let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        return ByteCount(pageSize).times(pages - free)
    }

    /// A row's size, about: measured by `Integration/benchmarks/history_benchmark.py`.
    private static let moveSize: Int64 = 800
    private static let stepSize: Int64 = 64

    private static func removeOldestOfLargest(_ database: Database) throws -> Bool {
        let moves = try Int64.fetchOne(database, sql: "SELECT COUNT(*) FROM moves") ?? 0
        var largest: (size: Int64, tier: HistoryTier?) = (moves * moveSize, nil)
        for tier in HistoryTier.all {
            let count = try Int64.fetchOne(
                database, sql: "SELECT COUNT(*) FROM guest_steps WHERE tier = ?", arguments: [tier.number])
            let pools = try Int64.fetchOne(
                database, sql: "SELECT COUNT(*) FROM pool_steps WHERE tier = ?", arguments: [tier.number])
            let size = ((count ?? 0) + (pools ?? 0) * 4) * stepSize
            if size > largest.size { largest = (size, tier) }
        }
        guard largest.size > 0 else { return false }
        guard let tier = largest.tier else {
            let part = Swift.min(5000, Swift.max(1, moves / 10))
            try database.execute(
                sql: "DELETE FROM moves WHERE id IN (SELECT id FROM moves ORDER BY time_ms LIMIT ?)", arguments: [part])
            return true
        }
        let times: StatementArguments = [tier.number]
        guard
            let oldest = try Int64.fetchOne(
                database, sql: "SELECT MIN(time) FROM pool_steps WHERE tier = ?", arguments: times),
            let newest = try Int64.fetchOne(
                database, sql: "SELECT MAX(time) FROM pool_steps WHERE tier = ?", arguments: times)
        else { return false }
        let unit = HistoryTier.all.first { $0.number == tier.number + 1 } ?? tier
        let end = unit.start(of: oldest + Swift.max((newest - oldest) / 10, unit.step)) + unit.step
        try removeSteps(tier, before: end, database)
        return true
    }

    /// Gives pages that rows have left back to the disk, once they are more than rows of the next hours will fill.
    private func freePages() throws(HistoryFailure) {
        do {
            try queue.writeWithoutTransaction { database in
                let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                guard free > 256, free > pages / 10 else { return }
                _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum(512)")
            }
        } catch {
            throw HistoryFailure(error)
        }
    }

    func setLimit(_ maximumSize: ByteCount) throws(HistoryFailure) {
        do {
            try queue.writeWithoutTransaction { try Self.limit($0, maximumSize) }
        } catch {
            throw HistoryFailure(error)
        }
    }
}

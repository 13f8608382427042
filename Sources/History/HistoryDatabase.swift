import BalloonKit
import GRDB

/// The SQLite file behind ``HistoryKeeper``: one connection that writes.
///
/// A write-ahead log without a file sync a commit: what was committed survives the daemon's death; a loss of power may take
/// the last seconds, and never the file. Unlike the operators' store it is also read by a second connection, while it is
/// being written, so that the log has its shared memory beside it.
struct HistoryDatabase: Sendable {
    /// Room for the log: SQLite starts it anew at 1000 pages, and one transaction of ours is smaller than that again.
    static let logRoom = ByteCount.mebibytes(8)
    static let pageSize: Int64 = 4096

    let queue: DatabaseQueue

    /// - Throws: ``HistoryFailure`` when the file cannot be opened, is damaged, or was written by a newer balloond.
    init(path: String, maximumSize: ByteCount) throws(HistoryFailure) {
        do {
            var configuration = GRDB.Configuration()
            configuration.busyMode = .timeout(2)
            configuration.prepareDatabase { try Self.prepare($0, maximumSize) }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { database in
                if try Self.migrations.hasBeenSuperseded(database) {
                    throw HistoryFailure(.newer, "was written by a newer balloond")
                }
            }
            try Self.migrations.migrate(queue)
            try forgetAwaited()
        } catch {
            throw HistoryFailure(error)
        }
    }

    /// Puts the log into the file and lets go of both.
    func close() { try? queue.close() }

    /// The cache is small because the daemon's memory is locked. Pages free again at the file's end only when they are asked
    /// for, in small portions: see ``upkeep(now:settings:)``.
    private static func prepare(_ database: Database, _ maximumSize: ByteCount) throws {
        try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1024")
        _ = try Int64.fetchOne(database, sql: "PRAGMA journal_size_limit = 4194304")
        try limit(database, maximumSize)
    }

    /// SQLite's own bound, should ours come too late: it refuses to let the file grow further.
    static func limit(_ database: Database, _ maximumSize: ByteCount) throws {
        let pages = Swift.max(1, room(maximumSize).bytes / pageSize)
        _ = try Int64.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
    }

    /// What the file itself may take.
    static func room(_ maximumSize: ByteCount) -> ByteCount { (maximumSize - logRoom).clampedToZero }

    /// Runs in one transaction.
    func write(_ updates: (Database) throws -> Void) throws(HistoryFailure) {
        do { try queue.write(updates) } catch { throw HistoryFailure(error) }
    }

    /// What a daemon that died was waiting for nobody will learn.
    private func forgetAwaited() throws {
        try queue.write { database in
            try database.execute(
                sql: "UPDATE moves SET outcome = 'unknown', outcome_detail = 'the daemon ended' "
                    + "WHERE outcome IS NULL AND dry_run = 0")
        }
    }
}

extension HistoryDatabase {
    /// Migrations are for ever: add to the end, never change one that was released.
    static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: steps and moves") { try $0.execute(sql: firstSchema) }
        return migrator
    }

    /// Ordered by time, not by guest: what is written each five seconds is appended to one place, and what is too old lies
    /// together. One guest's course is read by the times of the pool's.
    private static let firstSchema = """
        CREATE TABLE guests (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seen INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE pool_steps (
            tier INTEGER NOT NULL, time INTEGER NOT NULL, covered_ms INTEGER NOT NULL,
            total_kib INTEGER NOT NULL, used_kib INTEGER NOT NULL, limit_kib INTEGER NOT NULL,
            used_peak_kib INTEGER NOT NULL, used_peak_ms INTEGER NOT NULL, predicted_peak_kib INTEGER,
            over_limit_ms INTEGER NOT NULL, over_limit_worst_kib INTEGER, unmet_worst_kib INTEGER,
            swap_used_kib INTEGER, swap_out_kib INTEGER, merged_kib INTEGER, merged_peak_kib INTEGER,
            ksm_cpu_ms INTEGER, pressure_some REAL, distressed INTEGER NOT NULL, rung TEXT NOT NULL,
            rungs TEXT NOT NULL, alarms TEXT, moves INTEGER NOT NULL,
            granted_kib INTEGER NOT NULL, reclaimed_kib INTEGER NOT NULL, returned_kib INTEGER NOT NULL,
            PRIMARY KEY (tier, time)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE guest_steps (
            tier INTEGER NOT NULL, time INTEGER NOT NULL, guest INTEGER NOT NULL,
            covered_ms INTEGER NOT NULL, distress_ms INTEGER NOT NULL,
            actual_kib INTEGER, actual_lowest_kib INTEGER, target_kib INTEGER, resident_kib INTEGER,
            available_kib INTEGER, working_set_kib INTEGER, floor_kib INTEGER, ceiling_kib INTEGER, maximum_kib INTEGER,
            moves INTEGER NOT NULL, granted_kib INTEGER NOT NULL, reclaimed_kib INTEGER NOT NULL,
            returned_kib INTEGER NOT NULL, oom_kills INTEGER,
            PRIMARY KEY (tier, time, guest)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE moves (
            id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, guest INTEGER NOT NULL, cycle INTEGER NOT NULL,
            action TEXT NOT NULL, actual INTEGER, target INTEGER NOT NULL, reasons TEXT NOT NULL, account TEXT NOT NULL,
            policy TEXT, dry_run INTEGER NOT NULL, idle_rank INTEGER, guests INTEGER,
            pool_total INTEGER NOT NULL, pool_used INTEGER NOT NULL, pool_slope INTEGER NOT NULL,
            pool_predicted INTEGER NOT NULL, pool_reaction_ms INTEGER NOT NULL, pool_limit INTEGER NOT NULL,
            pool_high INTEGER NOT NULL, pool_low INTEGER NOT NULL, rung TEXT NOT NULL,
            state TEXT, maximum INTEGER, available INTEGER, resident INTEGER, statistics_age_ms INTEGER,
            working_set INTEGER, reserve INTEGER, burst_rate INTEGER, idle INTEGER, shortage INTEGER,
            floor INTEGER, ceiling INTEGER, shares INTEGER, flags INTEGER, annotations TEXT,
            outcome TEXT, outcome_after_ms INTEGER, outcome_actual INTEGER, outcome_resident_before INTEGER,
            outcome_resident_after INTEGER, outcome_detail TEXT,
            UNIQUE (guest, time_ms)
        ) STRICT;
        CREATE INDEX moves_by_time ON moves (time_ms);
        """
}

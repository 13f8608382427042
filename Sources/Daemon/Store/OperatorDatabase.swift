import BalloonKit
import Foundation
import GRDB

/// The SQLite file behind ``OperatorStore``.
///
/// A write-ahead log without a file sync a commit: what was committed survives the daemon's death, and after ``sync()`` the
/// loss of power too. A rollback journal took four syncs before an operator had an answer. The daemon is the only user of
/// the file (see ``InstanceLock``), so that the log needs no shared memory beside it, which a full disk would refuse.
/// Times are milliseconds since 1970.
struct OperatorDatabase: Sendable {
    /// What SQLite said, in words.
    struct Failure: Error, Sendable, Hashable {
        var reason: String
        /// The file holds no sound database: trying again cannot help.
        var isDamage = false
    }

    let queue: DatabaseQueue

    /// - Throws: ``Failure`` when the file cannot be opened, is damaged, or was written by a newer balloond.
    init(path: String) throws(Failure) {
        do {
            var configuration = GRDB.Configuration()
            configuration.busyMode = .timeout(2)
            configuration.prepareDatabase { try Self.chooseJournal($0) }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { database in
                guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else {
                    throw Failure(reason: "fails SQLite's check", isDamage: true)
                }
                if try Self.migrations.hasBeenSuperseded(database) {
                    throw Failure(reason: "was written by a newer balloond")
                }
            }
            try Self.migrations.migrate(queue)
        } catch {
            throw Self.failure(error)
        }
    }

    /// Has all that was committed survive the loss of power: two file syncs.
    func sync() throws(Failure) {
        do {
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        } catch {
            throw Self.failure(error)
        }
    }

    /// SQLite's last words on a file hold a sync of everything; if they fail, the log is read at the next start.
    func close() {
        try? queue.close()
    }

    /// Source: sqlite.org/wal.html, "Use of WAL Without Shared-Memory".
    private static func chooseJournal(_ database: Database) throws {
        try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        // Without a log, only a sync a commit keeps the file whole when power fails.
        try database.execute(sql: "PRAGMA synchronous = \(journal == "wal" ? "NORMAL" : "FULL")")
    }

    func apply(_ changes: [OperatorChange]) throws(Failure) {
        try write { database in
            for change in changes { try Self.apply(change, to: database) }
        }
    }

    /// Makes the file say just this.
    func replace(with state: OperatorState) throws(Failure) {
        try write { database in
            for table in ["pins", "limits", "pauses", "ksm_hold", "annotations"] {
                try database.execute(sql: "DELETE FROM \(table)")
            }
            for (guest, pin) in state.pins { try Self.apply(.pin(guest: guest, pin), to: database) }
            for (guest, limits) in state.limits { try Self.apply(.limits(guest: guest, limits), to: database) }
            for (guest, pause) in state.pauses { try Self.apply(.pause(.guest(guest), pause), to: database) }
            if let pause = state.poolPause { try Self.apply(.pause(.pool, pause), to: database) }
            if let hold = state.ksmHold { try Self.apply(.ksmHold(hold), to: database) }
            for (guest, annotations) in state.annotations {
                try Self.apply(.annotations(guest: guest, annotations), to: database)
            }
        }
    }

    private func write(_ updates: (Database) throws -> Void) throws(Failure) {
        do {
            try queue.write(updates)
        } catch {
            throw Self.failure(error)
        }
    }

    static func failure(_ error: any Error) -> Failure {
        if let failure = error as? Failure { return failure }
        guard let error = error as? DatabaseError else { return Failure(reason: "\(error)") }
        let isDamage = error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
        return Failure(reason: error.message ?? "SQLite error \(error.resultCode.rawValue)", isDamage: isDamage)
    }
}

extension OperatorDatabase {
    /// Migrations are for ever: add to the end, never change one that was released.
    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: pins, limits, pauses") { database in
            try database.execute(
                sql: """
                    CREATE TABLE pins (
                        guest TEXT NOT NULL PRIMARY KEY, target_bytes INTEGER NOT NULL, reason TEXT, set_by TEXT NOT NULL,
                        created_ms INTEGER NOT NULL, expires_ms INTEGER
                    ) STRICT;
                    CREATE TABLE limits (
                        guest TEXT NOT NULL PRIMARY KEY, floor_bytes INTEGER, ceiling_bytes INTEGER, shares INTEGER
                    ) STRICT;
                    CREATE TABLE pauses (
                        scope TEXT NOT NULL CHECK (scope IN ('pool', 'guest')), guest TEXT NOT NULL, set_by TEXT NOT NULL,
                        created_ms INTEGER NOT NULL, PRIMARY KEY (scope, guest)
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("2: KSM hold") { database in
            try database.execute(
                sql: """
                    CREATE TABLE ksm_hold (
                        one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), hold TEXT NOT NULL, set_by TEXT NOT NULL,
                        created_ms INTEGER NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("3: annotations") { database in
            try database.execute(
                sql: """
                    CREATE TABLE annotations (
                        guest TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (guest, key)
                    ) STRICT;
                    """)
        }
        return migrator
    }

    private static func apply(_ change: OperatorChange, to database: Database) throws {
        switch change {
        case .pin(let guest, let pin?):
            try database.execute(
                sql: "INSERT OR REPLACE INTO pins VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    guest, pin.target.bytes, pin.reason, pin.setBy, pin.created.milliseconds, pin.expires?.milliseconds,
                ])
        case .pin(let guest, nil): try database.execute(sql: "DELETE FROM pins WHERE guest = ?", arguments: [guest])
        case .limits(let guest, let limits?) where !limits.isEmpty:
            try database.execute(
                sql: "INSERT OR REPLACE INTO limits VALUES (?, ?, ?, ?)",
                arguments: [guest, limits.floor?.bytes, limits.ceiling?.bytes, limits.shares])
        case .limits(let guest, _): try database.execute(sql: "DELETE FROM limits WHERE guest = ?", arguments: [guest])
        case .pause(let scope, let pause?):
            try database.execute(
                sql: "INSERT OR REPLACE INTO pauses VALUES (?, ?, ?, ?)",
                arguments: [scope.kind, scope.guest, pause.setBy, pause.created.milliseconds])
        case .pause(let scope, nil):
            try database.execute(
                sql: "DELETE FROM pauses WHERE scope = ? AND guest = ?", arguments: [scope.kind, scope.guest])
        case .ksmHold(let hold?):
            try database.execute(
                sql: "INSERT OR REPLACE INTO ksm_hold VALUES (1, ?, ?, ?)",
                arguments: [hold.hold.rawValue, hold.setBy, hold.created.milliseconds])
        case .ksmHold(nil): try database.execute(sql: "DELETE FROM ksm_hold")
        case .annotations(let guest, let annotations):
            try database.execute(sql: "DELETE FROM annotations WHERE guest = ?", arguments: [guest])
            for (key, value) in annotations.sorted(by: { $0.key < $1.key }) {
                try database.execute(sql: "INSERT INTO annotations VALUES (?, ?, ?)", arguments: [guest, key, value])
            }
        }
    }

    /// Renames the file and its journals, so that a new one can begin and somebody can look at the old. The new name.
    static func moveAside(_ path: String) throws(Failure) -> String {
        for number in 1...1000 {
            let aside = "\(path).damaged-\(number)"
            guard !FileManager.default.fileExists(atPath: aside) else { continue }
            do {
                try FileManager.default.moveItem(atPath: path, toPath: aside)
            } catch {
                throw Failure(reason: "cannot be moved aside: \(error.localizedDescription)")
            }
            for suffix in ["-journal", "-wal", "-shm"] {
                try? FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
            return aside
        }
        throw Failure(reason: "cannot be moved aside: there are 1000 damaged stores beside it")
    }
}

extension PauseScope {
    fileprivate var kind: String { self == .pool ? "pool" : "guest" }

    fileprivate var guest: String {
        switch self {
        case .pool: ""
        case .guest(let name): name
        }
    }
}

extension Date {
    fileprivate var milliseconds: Int64 { Int64(exactly: (timeIntervalSince1970 * 1000).rounded()) ?? .max }
}

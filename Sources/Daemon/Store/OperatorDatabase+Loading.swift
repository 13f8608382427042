import BalloonKit
import Foundation
import GRDB

extension OperatorDatabase {
    /// What is stored, and how many rows made no sense.
    struct Loaded {
        var state = OperatorState()
        var dropped = 0
    }

    /// More rows than there can be guests are not read.
    private static let mostRows = 100_000

    func load() throws(Failure) -> Loaded {
        do {
            return try queue.read { database in
                var loaded = Loaded()
                for row in try Self.rows("pins", database) { loaded.take(pin: row) }
                for row in try Self.rows("limits", database) { loaded.take(limits: row) }
                for row in try Self.rows("pauses", database) { loaded.take(pause: row) }
                for row in try Self.rows("ksm_hold", database) { loaded.take(ksmHold: row) }
                for row in try Self.rows("annotations", database) { loaded.take(annotation: row) }
                return loaded
            }
        } catch {
            throw Self.failure(error)
        }
    }

    private static func rows(_ table: String, _ database: Database) throws -> [Row] {
        try Row.fetchAll(database, sql: "SELECT * FROM \(table) LIMIT \(mostRows)")
    }
}

/// Rows by value: GRDB's own typed access traps on what does not convert.
extension OperatorDatabase.Loaded {
    fileprivate mutating func take(pin row: Row) {
        guard let guest = row.text("guest"), let target = row.integer("target_bytes"), target > 0,
            let setBy = row.text("set_by"), let created = row.date("created_ms")
        else { return dropped += 1 }
        state.pins[guest] = StoredPin(
            target: ByteCount(target), reason: row.text("reason"), setBy: setBy, created: created,
            expires: row.date("expires_ms"))
    }

    fileprivate mutating func take(limits row: Row) {
        let limits = OperatorLimits(
            floor: row.integer("floor_bytes").map { ByteCount($0) },
            ceiling: row.integer("ceiling_bytes").map { ByteCount($0) },
            shares: row.integer("shares").flatMap { Int(exactly: $0) })
        let isSound =
            (limits.floor ?? .zero) >= .zero && (limits.ceiling ?? .max) > .zero
            && limits.shares.map(GuestLimits.sharesRange.contains) ?? true
        guard let guest = row.text("guest"), isSound, !limits.isEmpty else { return dropped += 1 }
        state.limits[guest] = limits
    }

    fileprivate mutating func take(pause row: Row) {
        guard let scope = row.text("scope"), let guest = row.text("guest"), let setBy = row.text("set_by"),
            let created = row.date("created_ms")
        else { return dropped += 1 }
        let pause = StoredPause(setBy: setBy, created: created)
        if scope == "pool" { state.poolPause = pause } else { state.pauses[guest] = pause }
    }

    fileprivate mutating func take(ksmHold row: Row) {
        guard let hold = row.text("hold").flatMap(KSMOrder.Hold.init), let setBy = row.text("set_by"),
            let created = row.date("created_ms")
        else { return dropped += 1 }
        state.ksmHold = StoredKSMHold(hold, setBy: setBy, created: created)
    }

    fileprivate mutating func take(annotation row: Row) {
        guard let guest = row.text("guest"), let key = row.text("key"), let value = row.text("value"),
            Annotations.problem(key: key) == nil, Annotations.problem(value: value) == nil,
            state.annotations[guest, default: [:]].count < Annotations.mostKeys
        else { return dropped += 1 }
        state.annotations[guest, default: [:]][key] = value
    }
}

extension Row {
    private func value(_ column: String) -> DatabaseValue { self[column] ?? .null }

    fileprivate func text(_ column: String) -> String? { String.fromDatabaseValue(value(column)) }
    fileprivate func integer(_ column: String) -> Int64? { Int64.fromDatabaseValue(value(column)) }
    fileprivate func date(_ column: String) -> Date? {
        integer(column).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }
}

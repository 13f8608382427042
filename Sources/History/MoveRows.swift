import BalloonKit
import ControlProtocol
import GRDB
import QMP

/// Moves as rows of `moves`, and back. Numbers are columns, exact to the byte; what people read is text.
enum MoveRows {
    private static let insertion = """
        INSERT OR REPLACE INTO moves (
            time_ms, guest, cycle, action, actual, target, reasons, account, policy, dry_run, idle_rank, guests,
            pool_total, pool_used, pool_slope, pool_predicted, pool_reaction_ms, pool_limit, pool_high, pool_low, rung,
            state, maximum, available, resident, statistics_age_ms, working_set, reserve, burst_rate, idle, shortage,
            floor, ceiling, shares, flags, annotations
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let ending = """
        UPDATE moves SET outcome = ?, outcome_after_ms = ?, outcome_actual = ?, outcome_resident_before = ?,
            outcome_resident_after = ?, outcome_detail = ? WHERE guest = ? AND time_ms = ?
        """

    static func insert(_ move: MoveReport, guest: Int64, _ database: Database) throws {
        let (pool, inputs) = (move.pool, move.inputs)
        let reasons = ([move.reason] + move.guardrails).json
        try database.cachedStatement(sql: insertion).execute(arguments: [
            move.time.milliseconds, guest, Int64(clamping: move.cycle), move.action, move.actual?.bytes,
            move.target.bytes, text(reasons), move.account, move.policy, move.isDryRun, move.idleRank, move.guests,
            pool.total.bytes, pool.used.bytes, pool.slope.bytes, pool.predicted.bytes, pool.reaction.inMilliseconds,
            pool.limit.bytes, pool.highWatermark.bytes, pool.lowWatermark.bytes, pool.rung, inputs.state,
            inputs.maximum?.bytes, inputs.available?.bytes, inputs.resident?.bytes,
            inputs.statisticsAge?.inMilliseconds, inputs.workingSet?.bytes, inputs.reserve?.bytes,
            inputs.burstRate?.bytes, inputs.idle?.bytes, inputs.shortage?.bytes, inputs.floor?.bytes,
            inputs.ceiling?.bytes, inputs.shares, flags(inputs),
            inputs.annotations.isEmpty ? nil : text(inputs.annotations.json),
        ])
    }

    static func end(_ key: MoveKey, guest: Int64, _ outcome: MoveOutcome, _ database: Database) throws {
        try database.cachedStatement(sql: ending).execute(arguments: [
            outcome.state, outcome.after?.inMilliseconds, outcome.actual?.bytes, outcome.residentBefore?.bytes,
            outcome.residentAfter?.bytes, outcome.detail, guest, key.time.milliseconds,
        ])
    }

    private static func text(_ json: JSONValue) -> String { String(decoding: json.encoded(), as: UTF8.self) }

    private static func flags(_ inputs: GuestInputs) -> Int64? {
        guard let isMovable = inputs.isMovable, let canGive = inputs.canGive, let isInDistress = inputs.isInDistress
        else { return nil }
        return (isMovable ? 1 : 0) + (canGive ? 2 : 0) + (isInDistress ? 4 : 0)
    }
}

extension MoveReport {
    /// Nil for a row that makes no sense.
    init?(_ row: Row, guest: String) {
        let reasons = row.text("reasons").flatMap { try? [ReasonReport](json: JSONValue(parsing: Array($0.utf8))) }
        guard let time = row.time("time_ms"), let action = row.text("action"), let target = row.bytes("target"),
            let reasons, let reason = reasons.first, let account = row.text("account"), let pool = MovePool(row)
        else { return nil }
        self.init(
            time: time, cycle: UInt64(clamping: row.integer("cycle") ?? 0), guest: guest, action: action,
            actual: row.bytes("actual"), target: target, reason: reason, guardrails: Array(reasons.dropFirst()),
            account: account, policy: row.text("policy"), isDryRun: row.integer("dry_run") == 1, pool: pool,
            inputs: GuestInputs(row), idleRank: row.integer("idle_rank").flatMap { Int(exactly: $0) },
            guests: row.integer("guests").flatMap { Int(exactly: $0) }, outcome: MoveOutcome(row))
    }
}

extension MovePool {
    fileprivate init?(_ row: Row) {
        guard let total = row.bytes("pool_total"), let used = row.bytes("pool_used"),
            let slope = row.bytes("pool_slope"), let predicted = row.bytes("pool_predicted"),
            let reaction = row.milliseconds("pool_reaction_ms"), let limit = row.bytes("pool_limit"),
            let high = row.bytes("pool_high"), let low = row.bytes("pool_low"), let rung = row.text("rung")
        else { return nil }
        self.init(
            total: total, used: used, slope: slope, predicted: predicted, reaction: reaction, limit: limit,
            highWatermark: high, lowWatermark: low, rung: rung)
    }
}

extension GuestInputs {
    fileprivate init(_ row: Row) {
        self.init()
        state = row.text("state")
        actual = row.bytes("actual")
        maximum = row.bytes("maximum")
        available = row.bytes("available")
        resident = row.bytes("resident")
        statisticsAge = row.milliseconds("statistics_age_ms")
        workingSet = row.bytes("working_set")
        reserve = row.bytes("reserve")
        burstRate = row.bytes("burst_rate")
        idle = row.bytes("idle")
        shortage = row.bytes("shortage")
        floor = row.bytes("floor")
        ceiling = row.bytes("ceiling")
        shares = row.integer("shares").flatMap { Int(exactly: $0) }
        if let flags = row.integer("flags") {
            isMovable = flags & 1 != 0
            canGive = flags & 2 != 0
            isInDistress = flags & 4 != 0
        }
        let stored = row.text("annotations").flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        annotations = stored.flatMap { try? [String: String](json: $0) } ?? [:]
    }
}

extension MoveOutcome {
    fileprivate init?(_ row: Row) {
        guard let state = row.text("outcome") else { return nil }
        self.init(
            state: state, after: row.milliseconds("outcome_after_ms"), actual: row.bytes("outcome_actual"),
            residentBefore: row.bytes("outcome_resident_before"), residentAfter: row.bytes("outcome_resident_after"),
            detail: row.text("outcome_detail"))
    }
}

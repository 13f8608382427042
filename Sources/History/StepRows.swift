import BalloonKit
import ControlProtocol
import Controller
import GRDB
import QMP

/// Steps as rows of `pool_steps` and `guest_steps`, and back.
enum StepRows {
    private static let insertPool =
        "INSERT OR REPLACE INTO pool_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    private static let insertGuest =
        "INSERT OR REPLACE INTO guest_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

    static func insert(_ step: PoolStep, tier: HistoryTier, _ database: Database) throws {
        try database.cachedStatement(sql: insertPool).execute(arguments: [
            tier.number, step.start, step.covered, step.total.stored, step.used.stored, step.limit.stored,
            step.usedPeak.stored, step.usedPeakTime.milliseconds, step.predictedPeak?.stored, step.overLimit,
            step.overLimitWorst?.stored, step.unmetWorst?.stored, step.swapUsed?.stored, step.swapOut?.stored,
            step.merged?.stored, step.mergedPeak?.stored, step.ksmCPU, step.pressureSome, step.distressed,
            step.rung.rawValue, text(step.rungs), step.alarms.isEmpty ? nil : text(step.alarms), step.moves,
            step.granted.stored, step.reclaimed.stored, step.returned.stored,
        ])
    }

    static func insert(_ step: GuestStep, guest: Int64, tier: HistoryTier, _ database: Database) throws {
        try database.cachedStatement(sql: insertGuest).execute(arguments: [
            tier.number, step.start, guest, step.covered, step.distress, step.actual?.stored,
            step.actualLowest?.stored, step.target?.stored, step.resident?.stored, step.available?.stored,
            step.workingSet?.stored, step.floor?.stored, step.ceiling?.stored, step.maximum?.stored, step.moves,
            step.granted.stored, step.reclaimed.stored, step.returned.stored, step.oomKills,
        ])
    }

    private static func text(_ times: [String: Int64]) -> String {
        var object = JSONObject()
        for (key, value) in times.sorted(by: { $0.key < $1.key }) { object[key] = .integer(value) }
        return String(decoding: JSONValue.object(object).encoded(), as: UTF8.self)
    }

    fileprivate static func times(_ text: String?) -> [String: Int64] {
        guard let text, let object = try? JSONValue(parsing: Array(text.utf8)).object else { return [:] }
        return object.members.reduce(into: [:]) { $0[$1.key] = $1.value.int64 }
    }
}

extension PoolStep {
    /// A whole row, in the order of the table's columns; nil for one that makes no sense.
    init?(_ row: Row) {
        guard let start = row.integer(1), let covered = row.integer(2),
            let total = row.kibibytes(3), let used = row.kibibytes(4),
            let limit = row.kibibytes(5), let peak = row.kibibytes(6),
            let peakTime = row.integer(7).map(UnixTime.init(milliseconds:)), let rung = row.text(19).flatMap(Rung.init)
        else { return nil }
        self.init(
            start: start, total: total, used: used, limit: limit, usedPeak: peak, usedPeakTime: peakTime, rung: rung)
        self.covered = covered
        predictedPeak = row.kibibytes(8)
        overLimit = row.integer(9) ?? 0
        overLimitWorst = row.kibibytes(10)
        unmetWorst = row.kibibytes(11)
        swapUsed = row.kibibytes(12)
        swapOut = row.kibibytes(13)
        merged = row.kibibytes(14)
        mergedPeak = row.kibibytes(15)
        ksmCPU = row.integer(16)
        pressureSome = row.real(17)
        distressed = row.integer(18) ?? 0
        rungs = StepRows.times(row.text(20))
        alarms = StepRows.times(row.text(21))
        moves = row.integer(22) ?? 0
        granted = row.kibibytes(23) ?? .zero
        reclaimed = row.kibibytes(24) ?? .zero
        returned = row.kibibytes(25) ?? .zero
    }

    private init(
        start: Int64, total: ByteCount, used: ByteCount, limit: ByteCount, usedPeak: ByteCount,
        usedPeakTime: UnixTime, rung: Rung
    ) {
        self.start = start
        self.total = total
        self.used = used
        self.limit = limit
        self.usedPeak = usedPeak
        self.usedPeakTime = usedPeakTime
        self.rung = rung
    }
}

extension GuestStep {
    /// A whole row, in the order of the table's columns; nil for one that makes no sense.
    init?(_ row: Row, guest: String) {
        guard let start = row.integer(1), let covered = row.integer(3) else { return nil }
        self.init(guest: guest, start: start)
        self.covered = covered
        distress = row.integer(4) ?? 0
        actual = row.kibibytes(5)
        actualLowest = row.kibibytes(6)
        target = row.kibibytes(7)
        resident = row.kibibytes(8)
        available = row.kibibytes(9)
        workingSet = row.kibibytes(10)
        floor = row.kibibytes(11)
        ceiling = row.kibibytes(12)
        maximum = row.kibibytes(13)
        moves = row.integer(14) ?? 0
        granted = row.kibibytes(15) ?? .zero
        reclaimed = row.kibibytes(16) ?? .zero
        returned = row.kibibytes(17) ?? .zero
        oomKills = row.integer(18)
    }
}

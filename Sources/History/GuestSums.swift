import BalloonKit
import ControlProtocol
import GRDB

/// One guest's steps of a period, summed by SQLite a stretch at a time: 100 guests over 30 days are 300,000 rows.
struct GuestSums {
    /// Products are summed as real numbers: SQLite's integer sums fail when they overflow.
    static let query = """
        SELECT guest, TOTAL(covered_ms) AS covered, TOTAL(distress_ms) AS distress,
            TOTAL(1.0 * actual_kib * covered_ms) AS actual, TOTAL(iif(actual_kib IS NULL, 0, covered_ms)) AS actual_time,
            TOTAL(1.0 * resident_kib * covered_ms) AS resident,
            TOTAL(iif(resident_kib IS NULL, 0, covered_ms)) AS resident_time,
            MIN(actual_lowest_kib) AS lowest, MAX(working_set_kib) AS working_set, MAX(maximum_kib) AS maximum,
            TOTAL(moves) AS moves, TOTAL(granted_kib) AS granted, TOTAL(reclaimed_kib) AS reclaimed,
            TOTAL(returned_kib) AS returned, MAX(oom_kills IS NOT NULL) AS reports_kills, TOTAL(oom_kills) AS kills
        FROM guest_steps WHERE tier = ? AND time >= ? AND time < ? GROUP BY guest
        """

    private(set) var covered = 0.0
    private var distress = 0.0
    private var actual = 0.0
    private var actualTime = 0.0
    private var resident = 0.0
    private var residentTime = 0.0
    private var lowest: ByteCount?
    private var workingSet: ByteCount?
    private var maximum: ByteCount?
    private var moves = 0.0
    private var granted = 0.0
    private var reclaimed = 0.0
    private var returned = 0.0
    private var kills: Double?

    mutating func add(_ row: Row) {
        covered += row.real("covered") ?? 0
        distress += row.real("distress") ?? 0
        actual += row.real("actual") ?? 0
        actualTime += row.real("actual_time") ?? 0
        resident += row.real("resident") ?? 0
        residentTime += row.real("resident_time") ?? 0
        lowest = Span.lowest(lowest, row.kibibytes("lowest"))
        workingSet = Span.highest(workingSet, row.kibibytes("working_set"))
        maximum = Span.highest(maximum, row.kibibytes("maximum"))
        moves += row.real("moves") ?? 0
        granted += row.real("granted") ?? 0
        reclaimed += row.real("reclaimed") ?? 0
        returned += row.real("returned") ?? 0
        if row.integer("reports_kills") == 1 { kills = (kills ?? 0) + (row.real("kills") ?? 0) }
    }

    func period(of name: String) -> GuestPeriod {
        GuestPeriod(
            name: name, seen: .milliseconds(Self.whole(covered)), distress: .milliseconds(Self.whole(distress)),
            actualMean: Self.mean(actual, actualTime), actualLowest: lowest, workingSetPeak: workingSet,
            residentMean: Self.mean(resident, residentTime), maximum: maximum,
            reclaimed: .kibibytes(Self.whole(reclaimed)).clampedToZero,
            granted: .kibibytes(Self.whole(granted)).clampedToZero,
            returned: .kibibytes(Self.whole(returned)).clampedToZero, moves: UInt64(clamping: Self.whole(moves)),
            oomKills: kills.map { UInt64(clamping: Self.whole($0)) })
    }

    private static func mean(_ sum: Double, _ time: Double) -> ByteCount? {
        time > 0 ? .kibibytes(whole(sum / time)) : nil
    }

    private static func whole(_ value: Double) -> Int64 {
        Int64(exactly: value.rounded()) ?? (value > 0 ? .max : 0)
    }
}

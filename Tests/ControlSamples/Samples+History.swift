import BalloonKit
import ControlProtocol

extension Samples {
    /// 2026-11-23 14:03:11 UTC.
    public static let moment = UnixTime(milliseconds: 1_795_442_591_000)

    public static let movePool = MovePool(
        total: .gibibytes(64), used: .gibibytes(50), slope: .mebibytes(900),
        predicted: ByteCount.gibibytes(64).scaled(by: 0.812), reaction: .milliseconds(1300),
        limit: ByteCount.gibibytes(64).scaled(by: 0.8), highWatermark: ByteCount.gibibytes(64).scaled(by: 0.78),
        lowWatermark: ByteCount.gibibytes(64).scaled(by: 0.72), rung: "reclaim")

    /// The one that a good colleague tells of.
    public static let cut = MoveReport(
        time: moment, cycle: 4711, guest: "web1", action: "reclaim", actual: .gibibytes(2), target: .mebibytes(1536),
        reason: ReasonReport(code: "idle-memory", amount: .mebibytes(900), sentence: "it holds 900 MiB idle"),
        guardrails: [ReasonReport(code: "step-limit", sentence: "the step limit bit")],
        account: "cut 512 MiB to 1.5 GiB", policy: "built-in", pool: movePool, inputs: inputs, idleRank: 1, guests: 8,
        outcome: MoveOutcome(
            state: "arrived", after: .milliseconds(1400), actual: .mebibytes(1536), residentBefore: .mebibytes(2000),
            residentAfter: .mebibytes(1495)))

    public static let gift: MoveReport = {
        var move = cut
        move.time = UnixTime(milliseconds: moment.milliseconds + 5000)
        move.guest = "db"
        move.action = "grant"
        move.target = .mebibytes(2304)
        move.reason = ReasonReport(
            code: "short-of-reserve", amount: .mebibytes(88), sentence: "it lacks 88 MiB of its reserve")
        move.guardrails = []
        move.idleRank = nil
        move.inputs.available = .mebibytes(40)
        move.inputs.reserve = .mebibytes(128)
        move.outcome = MoveOutcome(state: "arrived", after: .milliseconds(1200), actual: .mebibytes(2304))
        return move
    }()

    public static let bareMove = MoveReport(
        time: moment, cycle: 1, guest: "db", action: "grant", target: .gibibytes(1),
        reason: ReasonReport(code: "calm", sentence: "the pool is calm"), account: "given", pool: movePool,
        inputs: GuestInputs())

    public static let moves = QueryMoves.Reply(moves: [cut, gift], isCut: true, oldest: UnixTime(milliseconds: 0))

    /// Ten steps of a minute, of which the fourth is not recorded; in the eighth usage is over the line.
    public static let course: [PoolPoint] = (0..<10).filter { $0 != 3 }.map { step in
        var point = PoolPoint(
            time: UnixTime(milliseconds: moment.milliseconds - 600_000 + Int64(step) * 60_000), total: .gibibytes(64),
            used: .gibibytes(40 + Int64(step)), usedPeak: .gibibytes(step == 7 ? 53 : 41 + Int64(step)),
            limit: ByteCount.gibibytes(64).scaled(by: 0.8), overLimit: step == 7 ? .milliseconds(3200) : .zero,
            swapUsed: .zero, merged: .mebibytes(Int64(step) * 100), pressureSome: 0.001,
            rung: step == 7 ? "squeeze" : "normal", distressed: step == 7 ? 2 : 0)
        if step == 0 { (point.swapUsed, point.merged, point.pressureSome) = (nil, nil, nil) }
        return point
    }

    public static let guestCourse: [GuestPoint] = course.map { point in
        GuestPoint(
            time: point.time, actual: .gibibytes(2), actualLowest: .mebibytes(1900), target: .gibibytes(2),
            resident: .mebibytes(1800), available: .mebibytes(600), workingSet: .mebibytes(1400),
            floor: .mebibytes(512), ceiling: .gibibytes(4), distress: point.distressed > 0 ? .seconds(2) : .zero)
    }

    public static let history = QueryHistory.Reply(
        step: .seconds(60), pool: course, guest: guestCourse, oldest: UnixTime(milliseconds: 0))

    public static let period: PeriodReport = {
        var web1 = GuestPeriod(
            name: "web1", seen: .seconds(570), distress: .zero, actualMean: .gibibytes(2),
            actualLowest: .mebibytes(1536), workingSetPeak: .mebibytes(1400), residentMean: .mebibytes(1800),
            maximum: .gibibytes(4), reclaimed: .gibibytes(3), granted: .gibibytes(2), returned: .mebibytes(2700),
            moves: 12, oomKills: 0)
        var db = web1
        db.name = "db"
        db.distress = .milliseconds(4200)
        db.oomKills = 1
        return PeriodReport(
            since: UnixTime(milliseconds: moment.milliseconds - 600_000), until: moment, covered: .seconds(540),
            total: .gibibytes(64), limit: ByteCount.gibibytes(64).scaled(by: 0.8), usedMean: .gibibytes(45),
            usedPeak: .gibibytes(53), usedPeakTime: UnixTime(milliseconds: moment.milliseconds - 180_000),
            overLimit: .milliseconds(3200), overLimitWorst: .mebibytes(1843), unmetWorst: .mebibytes(300),
            granted: .gibibytes(4), reclaimed: .gibibytes(6), returned: .mebibytes(5400), moves: 24, swapOut: .zero,
            mergedMean: .mebibytes(500), mergedPeak: .mebibytes(900), ksmCPU: .seconds(6),
            rungs: ["normal": .seconds(500), "squeeze": .seconds(40)], alarms: ["over-limit": .milliseconds(3200)],
            guests: [db, web1])
    }()

    public static let barePeriod = PeriodReport(
        since: UnixTime(milliseconds: 0), until: moment, covered: .zero, overLimit: .zero, granted: .zero,
        reclaimed: .zero, returned: .zero, moves: 0)
}

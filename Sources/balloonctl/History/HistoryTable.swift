import BalloonKit
import ControlProtocol

/// The past in rows.
enum HistoryTable {
    static func pool(_ points: [PoolPoint], step: Duration, _ period: Period) -> Table {
        let hasSwap = points.contains { ($0.swapUsed ?? .zero) > .zero }
        let hasMerged = points.contains { ($0.merged ?? .zero) > .zero }
        var columns: [Table.Column] = [
            .init(title: "TIME"), .init(title: "USED", isNumber: true), .init(title: "PEAK", isNumber: true),
            .init(title: "LINE", isNumber: true, expendability: 3), .init(title: "OVER", isNumber: true),
            .init(title: "MEMORY", isNumber: true, expendability: 2),
            .init(title: "PRESSURE", isNumber: true, expendability: 4),
        ]
        if hasSwap { columns.append(.init(title: "SWAP", isNumber: true, expendability: 1)) }
        if hasMerged { columns.append(.init(title: "MERGED", isNumber: true, expendability: 5)) }
        columns += [.init(title: "DISTRESS", isNumber: true, expendability: 1), .init(title: "RUNG", expendability: 1)]
        var table = Table(columns: columns)
        for point in points {
            let isOver = point.overLimit > .zero
            var row: [Table.Cell] = [
                .init(time(point.time, step, period)), .init(Figures.percent(point.usage)),
                .init(Figures.percent(point.peak), isOver ? .red : .plain),
                .init(Figures.percent(point.limit.fraction(of: point.total))),
                .init(isOver ? Figures.span(point.overLimit) : "", .red), .init(Figures.brief(point.used)),
                .init(Figures.percent(point.pressureSome)),
            ]
            if hasSwap { row.append(.init(Figures.brief(point.swapUsed))) }
            if hasMerged { row.append(.init(Figures.brief(point.merged))) }
            row += [
                .init(point.distressed > 0 ? "\(point.distressed)" : "", .yellow),
                .init(point.rung, point.rung == "normal" ? .plain : .yellow),
            ]
            table.rows.append(row)
        }
        return table
    }

    static func guest(_ points: [GuestPoint], step: Duration, _ period: Period) -> Table {
        var table = Table(columns: [
            .init(title: "TIME"), .init(title: "ACTUAL", isNumber: true),
            .init(title: "LOWEST", isNumber: true, expendability: 3),
            .init(title: "TARGET", isNumber: true, expendability: 1), .init(title: "WORKING", isNumber: true),
            .init(title: "AVAIL", isNumber: true), .init(title: "RSS", isNumber: true, expendability: 2),
            .init(title: "FLOOR", isNumber: true, expendability: 4),
            .init(title: "CEILING", isNumber: true, expendability: 5),
            .init(title: "DISTRESS", isNumber: true),
        ])
        table.rows = points.map { point in
            [
                .init(time(point.time, step, period)), .init(Figures.brief(point.actual)),
                .init(Figures.brief(point.actualLowest)), .init(Figures.brief(point.target)),
                .init(Figures.brief(point.workingSet)), .init(Figures.brief(point.available)),
                .init(Figures.brief(point.resident)), .init(Figures.brief(point.floor)),
                .init(Figures.brief(point.ceiling)),
                .init(point.distress > .zero ? Figures.span(point.distress) : "", .yellow),
            ]
        }
        return table
    }

    static func moves(_ moves: [MoveReport], _ period: Period) -> Table {
        var table = Table(columns: [
            .init(title: "TIME"), .init(title: "GUEST"), .init(title: "CHANGE", isNumber: true),
            .init(title: "TARGET", isNumber: true, expendability: 1),
            .init(title: "CAME BACK", isNumber: true, expendability: 2),
            .init(title: "OUTCOME"), .init(title: "REASON", isElastic: true),
        ])
        table.rows = moves.map { move in
            let change = move.amount.map { (move.isReclaim ? "-" : "+") + Figures.brief($0) } ?? Figures.unknown
            let returned = move.isReclaim ? move.outcome?.residentFall : nil
            let outcome = move.isDryRun ? "dry run" : move.outcome?.state ?? "pending"
            let isBad = ["unmoved", "rejected", "partly"].contains(outcome)
            return [
                .init(period.clock.exact(move.time)), .init(move.guest), .init(change),
                .init(Figures.brief(move.target)),
                .init(returned.map(Figures.brief) ?? ""), .init(outcome, isBad ? .yellow : .plain),
                .init(move.reason.sentence),
            ]
        }
        return table
    }

    /// All of a table alike: with the date when it does not begin today.
    private static func time(_ time: UnixTime, _ step: Duration, _ period: Period) -> String {
        let isToday = LocalZone.civil(period.since).midnight == LocalZone.civil(period.now).midnight
        if !isToday { return ClockText.full(time) }
        return step < .seconds(60) ? period.clock.exact(time) : period.clock.brief(time)
    }
}

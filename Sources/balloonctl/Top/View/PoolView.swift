import BalloonKit
import ControlProtocol

/// The pool: usage against the line, its course, and its figures.
struct PoolView {
    let state: TopState
    let plan: TopPlan
    let glyphs: Glyphs

    private static let labelWidth = 10
    private static let wideFacts = 58

    func draw(into frame: inout Frame) {
        guard let status = state.status else { return }
        if plan.isWide {
            wide(status, into: &frame)
        } else {
            narrow(status, into: &frame)
        }
        alarms(status, into: &frame)
    }

    private func wide(_ status: StatusReport, into frame: inout Frame) {
        let facts = PoolFacts(status: status, glyphs: glyphs).facts(isLadder: true)
        let guests = PoolFacts.Fact(label: "Guests", value: PoolFacts.guests(state.guests))
        let width = min(Self.wideFacts, frame.size.width / 2)
        bar(status, row: plan.poolTop, columns: 1..<width, into: &frame)
        for (index, fact) in (facts + [guests]).enumerated() where index + 1 < max(plan.factRows, plan.graphRows) {
            frame.put(fact.label, plan.poolTop + 1 + index, 1, .quiet)
            frame.put(
                fact.value, plan.poolTop + 1 + index, 1 + Self.labelWidth, width: width - 1 - Self.labelWidth)
        }
        graph(
            status, rows: plan.poolTop..<(plan.poolTop + plan.graphRows), columns: (width + 2)..<frame.size.width,
            into: &frame)
    }

    private func narrow(_ status: StatusReport, into frame: inout Frame) {
        var row = plan.poolTop
        if plan.hasBar {
            bar(status, row: row, columns: 0..<frame.size.width, into: &frame)
            row += 1
        }
        if plan.factRows > 0 {
            flow(status, row: row, into: &frame)
            row += plan.factRows
        }
        if plan.graphRows > 0 {
            graph(status, rows: row..<(row + plan.graphRows), columns: 0..<frame.size.width, into: &frame)
        }
    }

    /// As many figures a line as fit, the guests on the last one.
    private func flow(_ status: StatusReport, row: Int, into frame: inout Frame) {
        var facts = PoolFacts(status: status, glyphs: glyphs).facts(isLadder: false)
        // With a line or two there is no room for what is mostly calm.
        if plan.factRows < 3 { facts = facts.filter { ["Rung", "Forecast", "Swap", "KSM"].contains($0.label) } }
        facts.sort { plan.factRows < 2 && $0.label == "Rung" && $1.label != "Rung" }
        let last = row + plan.factRows - 1
        // The guests' line, where there is one.
        let end = plan.factRows > 1 ? last : last + 1
        var (line, column) = (row, 0)
        for fact in facts {
            let width = fact.label.count + 1 + fact.value.width
            if column > 0, column + width > frame.size.width {
                // What does not fit in the last line leaves its place to something shorter.
                guard line + 1 < end else { continue }
                line += 1
                column = 0
            }
            guard line < end else { break }
            column = frame.put(fact.label + " ", line, column, .quiet)
            column = frame.put(fact.value, line, column) + 3
        }
        if plan.factRows > 1 {
            let start = frame.put("Guests ", last, 0, .quiet)
            frame.put(PoolFacts.guests(state.guests), last, start)
        }
    }

    private func alarms(_ status: StatusReport, into frame: inout Frame) {
        for (index, alarm) in status.alarms.prefix(plan.alarmRows).enumerated() {
            let rest = status.alarms.count - plan.alarmRows
            let more = index == plan.alarmRows - 1 && rest > 0 ? " (and \(rest) more: balloonctl status)" : ""
            let start = frame.put(" ALARM ", plan.alarmTop + index, 0, .danger.with(.banner))
            frame.put(" \(alarm.sentence)\(more)", plan.alarmTop + index, start, .danger)
        }
    }

    // MARK: - The bar

    private func bar(_ status: StatusReport, row: Int, columns: Range<Int>, into frame: inout Frame) {
        guard let pool = status.pool else {
            frame.put("The pool could not be read: nothing is decided.", row, columns.lowerBound, .danger)
            return
        }
        let isShort = columns.count < 34
        let ink: Ink =
            pool.usage > pool.limit ? .danger : pool.usage > pool.highWatermark ? .warning.with(.bold) : .bold
        let share = Figures.percent(pool.usage)
        var start = columns.lowerBound
        if !isShort { start = frame.put("Used ", row, start, .quiet) }
        start = frame.put(share, row, start, ink) + 1
        let tail =
            isShort
            ? "of \(PoolFacts.whole(pool.limit)) %" : "\(Figures.brief(pool.used)) of \(Figures.brief(pool.total))"
        frame.putRight(tail, row, end: columns.upperBound, .plain)
        let width = columns.upperBound - CellText.width(tail) - 1 - start
        UsageMeter(pool: pool, glyphs: glyphs).draw(row: row, column: start, width: width, into: &frame)
    }

    // MARK: - The graph

    private func graph(_ status: StatusReport, rows: Range<Int>, columns: Range<Int>, into frame: inout Frame) {
        guard let pool = status.pool, columns.count >= 16, rows.count >= 2 else { return }
        let axis = 7
        let area = (columns.lowerBound + axis)..<(columns.upperBound - 2)
        var graph = CourseGraph(glyphs: glyphs, rows: rows, columns: area)
        let samples = state.pool.latest(graph.capacity)
        let (low, high) = Self.scale(samples, pool: pool)
        (graph.low, graph.high) = (low, high)
        graph.draw(samples, line: pool.limit, into: &frame) { .heat($0, line: pool.limit) }
        label(low, row: rows.upperBound - 1, columns: columns, into: &frame)
        label(high, row: rows.lowerBound, columns: columns, into: &frame)
        let lineRow = graph.row(of: pool.limit)
        frame.putRight("line", lineRow, end: area.lowerBound - 1, .danger, width: 5)
        if let predicted = pool.predicted {
            let share = predicted.fraction(of: pool.total)
            let ink: Ink = share > pool.limit ? .danger : share > pool.highWatermark ? .warning : .accent
            frame.fill(glyphs.target, graph.row(of: share), columns.upperBound - 1, ink)
        }
        if rows.count >= 4, let span = state.poolSpan(samples.count) {
            let row = rows.lowerBound + (lineRow == rows.lowerBound ? 1 : 0)
            frame.put("last \(span.text)", row, area.lowerBound, .quiet)
        }
    }

    private func label(_ ratio: Double, row: Int, columns: Range<Int>, into frame: inout Frame) {
        frame.putRight("\(PoolFacts.whole(ratio)) %", row, end: columns.lowerBound + 6, .quiet, width: 6)
    }

    /// Tens of percent around what there is to see, so that a move towards the line is seen as one.
    static func scale(_ samples: [Double?], pool: PoolReport) -> (low: Double, high: Double) {
        let values = samples.compactMap(\.self) + [pool.limit, pool.lowWatermark]
        let lowest = max(0, min(1, values.min() ?? 0))
        let highest = max(0, min(1, values.max() ?? 1))
        let low = ((lowest - 0.02) * 10).rounded(.down) / 10
        let high = ((highest + 0.02) * 10).rounded(.up) / 10
        return (max(0, low), min(1, max(high, low + 0.2)))
    }
}

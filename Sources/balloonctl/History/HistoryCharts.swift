import BalloonKit
import Charts
import ControlProtocol

/// Charts of what a daemon remembers.
struct HistoryCharts {
    let history: QueryHistory.Reply
    let period: Period
    /// At most so many marks on the axis of time.
    var mostTicks = 10

    /// Usage against the line, in percent.
    var usage: TimeChart {
        let shares = history.pool.map {
            (time: $0.time, used: $0.usage * 100, peak: $0.peak * 100, limit: $0.limit.fraction(of: $0.total) * 100)
        }
        let least = shares.map { min($0.used, $0.limit) }.min() ?? 0
        let lowest = max(0, ((least - 4) / 10).rounded(.down) * 10)
        let most = shares.map { max($0.peak, $0.limit) }.max() ?? 100
        var chart = chart(
            "Usage of the pool", from: lowest, to: most > 97 ? 100 : min(100, ((most + 4) / 5).rounded(.up) * 5))
        chart.valueTicks = stride(from: lowest, through: 100, by: 10).map {
            TimeChart.Tick($0, "\(Figures.plain($0)) %")
        }
        chart.layers = [
            TimeChart.Layer("used", .usage, .area, points(shares.map { ($0.time, $0.used) })),
            TimeChart.Layer("peak", .peak, .fine, points(shares.map { ($0.time, $0.peak) })),
            TimeChart.Layer("line", .limit, .stepped, points(shares.map { ($0.time, $0.limit) })),
        ]
        chart.shades = shades(history.pool.map { ($0.time, $0.overLimit) })
        chart.shadeName = "over the line"
        return chart
    }

    /// What KSM saved; nil when it saved nothing.
    var merged: TimeChart? {
        bytes("Saved by same-page merging", [("saved", .merged, .area, history.pool.map { ($0.time, $0.merged) })])
    }

    /// Host swap; nil when there was none.
    var swap: TimeChart? {
        bytes("Host swap in use", [("swap", .swap, .area, history.pool.map { ($0.time, $0.swapUsed) })])
    }

    /// Time in which tasks waited for memory, in percent; nil when none did or it was not measured.
    var pressure: TimeChart? {
        let values = history.pool.map { (time: $0.time, value: $0.pressureSome.map { $0 * 100 }) }
        guard let most = values.compactMap(\.value).max(), most >= 0.1 else { return nil }
        let top = most > 50 ? 100.0 : most > 20 ? 50.0 : most > 10 ? 20.0 : most > 5 ? 10.0 : most > 1 ? 5.0 : 1.0
        var chart = chart("Memory pressure: share of time that tasks waited", from: 0, to: top)
        chart.valueTicks = [0, top / 2, top].map { TimeChart.Tick($0, "\(Figures.plain($0)) %") }
        chart.layers = [
            TimeChart.Layer("some tasks waited", .pressure, .area, points(values.map { ($0.time, $0.value) }))
        ]
        return chart
    }

    /// One guest's memory, with a mark for each of its moves; nil when the reply has no guest.
    func guest(_ name: String, moves: [MoveReport] = []) -> TimeChart? {
        guard let points = history.guest else { return nil }
        let drawn = bytes(
            "Memory of \(Text.printable(name))",
            [
                ("resident", .resident, .area, points.map { ($0.time, $0.resident) }),
                ("working set", .need, .line, points.map { ($0.time, $0.workingSet) }),
                ("target", .target, .fine, points.map { ($0.time, $0.target) }),
                ("actual", .actual, .line, points.map { ($0.time, $0.actual) }),
                ("floor", .floor, .stepped, points.map { ($0.time, $0.floor) }),
            ])
        guard var chart = drawn else { return nil }
        chart.shades = shades(points.map { ($0.time, $0.distress) })
        chart.shadeName = "in distress"
        let clock = period.clock
        chart.marks = moves.filter { $0.guest == name && !$0.isDryRun }.map { move in
            TimeChart.Mark(
                time: move.time.since(period.since).inSeconds, value: Double(move.target.bytes), isDown: move.isReclaim,
                text: MoveTelling(move, clock: clock.exact).sentence)
        }
        return chart
    }

    // MARK: Parts

    private typealias Course = (
        name: String, ink: TimeChart.Ink, shape: TimeChart.Shape, values: [(UnixTime, ByteCount?)]
    )

    private func bytes(_ title: String, _ courses: [Course]) -> TimeChart? {
        let most = courses.flatMap { $0.values.compactMap(\.1) }.max() ?? .zero
        guard most >= .mebibytes(1) else { return nil }
        let step = Self.step(most)
        // A little room above, so that a guest at its maximum is a line to be seen.
        let top = Double(most.bytes) * 1.05
        var chart = chart(title, from: 0, to: top)
        chart.valueTicks = stride(from: 0, through: top, by: step).map {
            TimeChart.Tick($0, $0 == 0 ? "0" : ByteCount(1).scaled(by: $0).description)
        }
        chart.layers = courses.map { course in
            TimeChart.Layer(
                course.name, course.ink, course.shape,
                points(course.values.map { ($0.0, $0.1.map { Double($0.bytes) }) }))
        }
        return chart
    }

    /// A power of two that divides the amount into two to four.
    private static func step(_ most: ByteCount) -> Double {
        var step = Double(1 << 18)
        while Double(most.bytes) / step > 4, step < 1e18 { step *= 2 }
        return step
    }

    private func chart(_ title: String, from lowest: Double, to highest: Double) -> TimeChart {
        TimeChart(
            title: title, duration: period.length.inSeconds, lowest: lowest, highest: highest,
            timeTicks: LocalTicks(since: period.since, until: period.until, most: mostTicks).ticks)
    }

    /// A point a step and, where steps are missing, a gap. Each stretch lasts until its last step ends.
    private func points(_ values: [(UnixTime, Double?)]) -> [PlotPoint] {
        let step = history.step.inSeconds
        var points: [PlotPoint] = []
        for (index, (moment, value)) in values.enumerated() {
            let time = moment.since(period.since).inSeconds
            points.append(PlotPoint(time: max(0, time), value: value))
            let next = index + 1 < values.count ? values[index + 1].0.since(period.since).inSeconds : .infinity
            guard next > time + step * 1.5 else { continue }
            let end = min(time + step, period.length.inSeconds)
            points += [PlotPoint(time: end, value: value), PlotPoint(time: end, value: nil)]
        }
        return points
    }

    /// Steps with some time in them, those side by side as one.
    private func shades(_ values: [(UnixTime, Duration)]) -> [TimeChart.Shade] {
        let step = history.step.inSeconds
        var shades: [TimeChart.Shade] = []
        for (moment, span) in values where span > .zero {
            let start = max(0, moment.since(period.since).inSeconds)
            if let last = shades.last, start - last.end < step / 2 {
                shades[shades.count - 1].end = start + step
            } else {
                shades.append(TimeChart.Shade(start: start, end: start + step))
            }
        }
        return shades
    }
}

import BalloonKit
import Charts
import Controller

/// Usage against the line, with the marks and what was forecast.
struct PoolPanel {
    let course: Course
    let frame: PlotFrame

    var elements: [MarkupElement] {
        guard course.total > .zero else { return [] }
        let curves = PlotCurves(frame: frame)
        let used = course.pool.map { PlotPoint(time: $0.time, value: share($0.used)) }
        let forecast = course.pool.filter { $0.predicted != nil }
            .map { PlotPoint(time: $0.time, value: $0.predicted.map(share)) }
        let limit = share(course.marks.limit)
        let above = PlotFrame(x: frame.x, y: frame.y, width: frame.width, height: frame.y(at: limit) - frame.y)
        var elements: [MarkupElement] = [.rectangle("panel", frame), .rectangle("over", above)]
        elements.append(.path("used-area", curves.area(used)))
        elements += grid
        elements.append(.path("forecast", curves.line(forecast)))
        elements.append(.path("used", curves.line(used)))
        elements += mark("limit", "line", course.marks.limit)
        elements += mark("high", "high", course.marks.high)
        elements += mark("low", "low", course.marks.low)
        elements.append(.text("pool", x: 20, y: frame.y + 14, "name"))
        elements.append(.text("\(course.total)", x: 20, y: frame.y + 30, "small"))
        return elements
    }

    private var grid: [MarkupElement] {
        var elements: [MarkupElement] = []
        for percent in stride(from: 0, through: 100, by: frame.lowest > 0.45 ? 5 : 10) {
            let value = Double(percent) / 100
            guard value >= frame.lowest - 0.001 else { continue }
            let y = frame.y(at: value)
            elements.append(.line("grid", frame.x, y, frame.right, y))
            if percent % 10 == 0 {
                elements.append(.text("\(percent) %", x: frame.x - 8, y: y + 4, "small", anchor: "end"))
            }
        }
        for tick in TimeTicks(duration: course.duration).ticks {
            let x = frame.x(at: tick.time)
            elements.append(.line("grid", x, frame.y, x, frame.bottom))
        }
        return elements
    }

    private func mark(_ style: String, _ label: String, _ amount: ByteCount) -> [MarkupElement] {
        let y = frame.y(at: share(amount))
        let percent = (share(amount) * 1000).rounded() / 10
        let whole = percent == percent.rounded() ? "\(Int64(exactly: percent) ?? 0)" : "\(percent)"
        return [
            .line(style, frame.x, y, frame.right, y),
            .text("\(label) \(whole) %", x: frame.right + 8, y: y + 4, "small \(style)-text"),
        ]
    }

    private func share(_ amount: ByteCount) -> Double { amount.fraction(of: course.total) }
}

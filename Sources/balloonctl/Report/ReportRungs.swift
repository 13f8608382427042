import BalloonKit
import Charts
import ControlProtocol

/// How long the pool was on each rung, and under each alarm.
struct ReportRungs {
    let figures: PeriodReport
    let prose: ReportProse

    private static let ladder = [
        ("normal", "nothing needed"), ("reclaim", "idle memory taken"), ("merge", "pages merged"),
        ("squeeze", "reserves taken"), ("saturated", "nothing left to take"),
    ]

    var elements: [MarkupElement] {
        let total = figures.rungs.values.reduce(0.0) { $0 + max(0, $1.inSeconds) }
        guard total > 0 else { return alarms }
        var bar = MarkupElement("div", [("class", "bar")])
        var keys = MarkupElement("div", [("class", "keys")])
        for (rung, meaning) in Self.ladder {
            guard let span = figures.rungs[rung], span > .zero else { continue }
            let percent = span.inSeconds / total * 100
            bar.add(
                MarkupElement("div", [("class", "rung-\(rung)"), ("style", "width:\(MarkupElement.number(percent))%")]))
            var key = MarkupElement("span")
            key.add(MarkupElement("i", [("class", "rung-\(rung)")]))
            key.add(text: "\(rung) (\(meaning)): \(Figures.span(span))")
            keys.add(key)
        }
        return [bar, keys] + alarms
    }

    private var alarms: [MarkupElement] {
        prose.alarms.map {
            ReportPage.paragraph("Alarm \(Text.printable($0.code)) stood for \(Figures.span($0.span)).")
        }
    }
}

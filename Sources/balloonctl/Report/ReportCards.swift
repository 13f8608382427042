import BalloonKit
import Charts
import ControlProtocol

/// The figures that are looked at first.
struct ReportCards {
    let figures: PeriodReport
    let prose: ReportProse

    var element: MarkupElement { MarkupElement("div", [("class", "cards")], cards) }

    private var cards: [MarkupElement] {
        let isOver = figures.overLimit > .zero
        var cards = [
            card(
                "over the line", isOver ? Figures.span(figures.overLimit) : "never",
                isOver ? prose.part(figures.overLimit) + " of the time" : "of \(Figures.span(figures.covered))",
                isOver ? "bad" : "good")
        ]
        if let peak = figures.usedPeak {
            cards.append(
                card(
                    "peak", prose.share(peak) ?? "\(peak)",
                    figures.limit.flatMap(prose.share).map { "line \($0)" } ?? ""))
        }
        cards.append(card("asked of guests", "\(figures.reclaimed)", "\(figures.returned) came back"))
        cards.append(card("given to guests", "\(figures.granted)", "\(figures.moves) moves in all"))
        let suffering = figures.guests.filter { $0.distress > .zero }.count
        cards.append(
            card("guests in distress", "\(suffering)", "of \(figures.guests.count)", suffering > 0 ? "bad" : "good"))
        if let merged = figures.mergedMean {
            cards.append(
                card(
                    "saved by merging", "\(merged)",
                    figures.ksmCPU.map { "for \(Figures.span($0)) of CPU" } ?? "on average"))
        }
        if let swap = figures.swapOut {
            cards.append(
                card("swapped out", swap > .zero ? "\(swap)" : "nothing", "by the host", swap > .zero ? "bad" : "good"))
        }
        return cards
    }

    private func card(_ label: String, _ figure: String, _ note: String, _ mood: String = "") -> MarkupElement {
        MarkupElement(
            "div", [("class", mood.isEmpty ? "card" : "card \(mood)")],
            [
                MarkupElement("div", [("class", "label")], text: label),
                MarkupElement("div", [("class", "figure")], text: figure),
                MarkupElement("div", [("class", "note")], text: note),
            ])
    }
}

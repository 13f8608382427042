import BalloonKit
import Charts
import ControlProtocol

/// A row a guest, with what it had drawn to scale.
struct ReportGuests {
    let guests: [GuestPeriod]

    private static let titles = [
        "guest", "mean of its maximum", "mean", "lowest", "needed at most", "asked of it", "came back", "given to it",
        "moves",
        "in distress", "kills",
    ]

    var table: MarkupElement {
        let titles = hasKills ? Self.titles : Array(Self.titles.dropLast())
        let head = MarkupElement("thead", [], [MarkupElement("tr", [], titles.map { MarkupElement("th", text: $0) })])
        let body = MarkupElement("tbody", [], ReportData.telling(guests).map(row))
        return MarkupElement("div", [("class", "scroll")], [MarkupElement("table", [], [head, body])])
    }

    /// Few drivers report them; a column of dashes tells nothing.
    private var hasKills: Bool { guests.contains { ($0.oomKills ?? 0) > 0 } }

    private func row(_ guest: GuestPeriod) -> MarkupElement {
        let figures = [
            guest.actualMean, guest.actualLowest, guest.workingSetPeak, guest.reclaimed, guest.returned, guest.granted,
        ].map { MarkupElement("td", text: Figures.bytes($0)) }
        let distress = guest.distress > .zero
        var cells = [MarkupElement("td", text: Text.printable(guest.name)), scale(guest)] + figures
        cells.append(MarkupElement("td", text: "\(guest.moves)"))
        cells.append(
            MarkupElement("td", distress ? [("class", "bad")] : [], text: distress ? Figures.span(guest.distress) : ""))
        if hasKills {
            let kills = guest.oomKills ?? 0
            cells.append(MarkupElement("td", kills > 0 ? [("class", "bad")] : [], text: kills > 0 ? "\(kills)" : ""))
        }
        return MarkupElement("tr", [], cells)
    }

    /// Its mean as a bar in its maximum, with a mark at the lowest.
    private func scale(_ guest: GuestPeriod) -> MarkupElement {
        guard let maximum = guest.maximum, maximum > .zero, let mean = guest.actualMean else {
            return MarkupElement("td")
        }
        func place(_ amount: ByteCount) -> Double { min(1, max(0, amount.fraction(of: maximum))) * 130 }
        var svg = MarkupElement("svg", [("viewBox", "0 0 130 12"), ("aria-hidden", "true")])
        svg.add(.rectangle("whole", PlotFrame(x: 0, y: 2, width: 130, height: 8)))
        svg.add(.rectangle("mean", PlotFrame(x: 0, y: 2, width: place(mean), height: 8)))
        if let lowest = guest.actualLowest {
            let x = max(1, place(lowest))
            svg.add(.line("least", x, 0, x, 12))
        }
        return MarkupElement("td", [("class", "scale")], [svg])
    }
}

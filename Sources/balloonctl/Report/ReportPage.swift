import BalloonKit
import Charts
import ControlProtocol

/// A period as one page that stands by itself, fit to be sent to somebody who was not there.
struct ReportPage {
    let data: ReportData
    let prose: ReportProse
    let version: String

    init(_ data: ReportData, version: String) {
        self.data = data
        self.version = version
        prose = ReportProse(figures: data.figures, clock: data.period.clock)
    }

    var text: String { PageStyle.page(title: title, heading + (prose.hasRecords ? sections : []) + [footer]) }

    private var title: String { "Memory of \(Text.printable(data.host))" }
    private var charts: HistoryCharts { HistoryCharts(history: data.history, period: data.period) }

    private var heading: [MarkupElement] {
        let when =
            "\(ClockText.full(data.period.since)) to \(ClockText.full(data.period.until)) (\(LocalZone.offset(at: data.period.until)))"
        let isBad = data.figures.overLimit > .zero || !prose.hasRecords
        return [
            MarkupElement("h1", text: title), Self.paragraph(when, "when"),
            Self.paragraph(prose.verdict, isBad ? "verdict bad" : "verdict"),
        ]
    }

    private var sections: [MarkupElement] {
        var elements = [ReportCards(figures: data.figures, prose: prose).element]
        elements += section("Usage", [prose.usage, prose.swap])
        elements +=
            [PageStyle.figure(charts.usage, height: 280)]
            + [charts.pressure, charts.swap].compactMap { chart in
                chart.map { PageStyle.figure($0, height: 150) }
            }
        elements += ReportRungs(figures: data.figures, prose: prose).elements
        elements += section("With more room", prose.room.map(Optional.some))
        elements += section("Memory moved", [prose.moves])
        elements += moves
        if let merging = prose.merging {
            elements += section("Same-page merging", [merging])
            if let chart = charts.merged { elements.append(PageStyle.figure(chart, height: 150)) }
        }
        elements += section("Guests", [prose.distress])
        if !data.figures.guests.isEmpty { elements.append(ReportGuests(guests: data.figures.guests).table) }
        elements += data.guests.compactMap { guest in
            HistoryCharts(history: guest.history, period: data.period).guest(guest.name, moves: data.moves)
                .map { PageStyle.figure($0, height: 190) }
        }
        return elements
    }

    private func section(_ title: String, _ sentences: [String?]) -> [MarkupElement] {
        let told = sentences.compactMap(\.self)
        return told.isEmpty ? [] : [MarkupElement("h2", text: title)] + told.map { Self.paragraph($0) }
    }

    private var moves: [MarkupElement] {
        let chosen = TellingMoves.chosen(from: data.moves, count: 10)
        guard !chosen.isEmpty else { return [] }
        var list = MarkupElement("ol", [("class", "moves")])
        for move in chosen {
            var item = MarkupElement("li")
            item.add(MarkupElement("b", text: Text.printable(move.guest)))
            item.add(
                text: " " + PageStyle.tied(Text.printable(MoveTelling(move, clock: data.period.clock.exact).account)))
            list.add(item)
        }
        let all = data.movesAreCut ? "the latest \(data.moves.count)" : "\(data.moves.count)"
        return [Self.paragraph("The most telling of \(all):"), list]
    }

    private var footer: MarkupElement {
        let written =
            "Written by balloonctl \(version) at \(ClockText.full(data.period.now)) (\(LocalZone.offset(at: data.period.now)))."
        let meaning = """
            Usage is 1 - available / total of the pool. A guest is in distress while it swaps in, faults from disk, stalls or runs out of \
            available memory. What came back is what QEMU's resident size fell by after memory was asked of its guest.
            """
        return MarkupElement(
            "footer", [], [Self.paragraph(prose.coverage), Self.paragraph(meaning), Self.paragraph(written)])
    }

    static func paragraph(_ text: String, _ style: String = "") -> MarkupElement {
        MarkupElement("p", style.isEmpty ? [] : [("class", style)], text: PageStyle.tied(text))
    }
}

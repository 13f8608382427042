import BalloonKit
import ControlProtocol

/// A period for a terminal: its sentences, and a row a guest.
struct ReportText {
    let data: ReportData
    let console: Console

    var lines: [String] {
        let prose = ReportProse(figures: data.figures, clock: data.period.clock)
        let title =
            "Memory of \(Text.printable(data.host)), \(ClockText.full(data.period.since)) to \(ClockText.full(data.period.until))"
        var lines = [Style.bold.applied(to: title, colour: console.hasColour), ""]
        let isBad = data.figures.overLimit > .zero || !prose.hasRecords
        lines += paragraph(prose.verdict, isBad ? .red : .green)
        guard prose.hasRecords else { return lines + paragraph(prose.coverage) }
        for sentence in [prose.usage, prose.moves, prose.distress, prose.merging, prose.swap]
            + prose.room.map(Optional.some)
        {
            if let sentence { lines += paragraph(sentence) }
        }
        for alarm in prose.alarms {
            lines += paragraph("Alarm \(alarm.code) stood for \(Figures.span(alarm.span)).", .yellow)
        }
        lines += paragraph(prose.coverage, .dim)
        guard !data.figures.guests.isEmpty else { return lines }
        return lines + [""] + Self.table(data.figures.guests).lines(width: console.width, colour: console.hasColour)
    }

    private func paragraph(_ text: String, _ style: Style = .plain) -> [String] {
        Text.wrapped(Text.printable(text), to: console.width).map { style.applied(to: $0, colour: console.hasColour) }
    }

    static func table(_ guests: [GuestPeriod]) -> Table {
        var table = Table(columns: [
            .init(title: "GUEST"), .init(title: "MEAN", isNumber: true), .init(title: "LOWEST", isNumber: true),
            .init(title: "MAX", isNumber: true, expendability: 2),
            .init(title: "NEEDED", isNumber: true, expendability: 1),
            .init(title: "ASKED", isNumber: true), .init(title: "CAME BACK", isNumber: true),
            .init(title: "GIVEN", isNumber: true), .init(title: "MOVES", isNumber: true, expendability: 3),
            .init(title: "DISTRESS", isNumber: true),
        ])
        table.rows = ReportData.telling(guests).map { guest in
            [
                .init(guest.name), .init(Figures.brief(guest.actualMean)), .init(Figures.brief(guest.actualLowest)),
                .init(Figures.brief(guest.maximum)), .init(Figures.brief(guest.workingSetPeak)),
                .init(Figures.brief(guest.reclaimed)), .init(Figures.brief(guest.returned)),
                .init(Figures.brief(guest.granted)), .init("\(guest.moves)"),
                .init(guest.distress > .zero ? Figures.span(guest.distress) : "", .yellow),
            ]
        }
        return table
    }
}

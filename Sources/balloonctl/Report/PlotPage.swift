import Charts
import ControlProtocol

/// Charts on a page.
struct PlotPage {
    let charts: [TimeChart]
    let guest: String?
    let period: Period

    var text: String {
        let title = "Memory of " + (guest.map(Text.printable) ?? "the pool")
        let when =
            "\(ClockText.full(period.since)) to \(ClockText.full(period.until)) (\(LocalZone.offset(at: period.until)))"
        let heading = [MarkupElement("h1", text: title), MarkupElement("p", [("class", "when")], text: when)]
        return PageStyle.page(title: title, heading + charts.map { PageStyle.figure($0, height: 260) })
    }
}

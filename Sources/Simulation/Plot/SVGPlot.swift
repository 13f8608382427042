import BalloonKit
import Charts
import Controller

/// Draws a course as one SVG picture: the pool with its line and marks above, KSM's rung below it, and a band a guest.
public struct SVGPlot {
    /// More guests than these make a picture nobody can read; the most moved ones are drawn.
    public static let mostGuests = 40
    /// Above so many commands a mark shows no text under the pointer: they would be most of the file.
    static let mostTitles = 2000

    private static let width = 1180.0
    private static let left = 132.0
    private static let right = 96.0
    private static let poolTop = 124.0
    private static let poolHeight = 230.0
    private static let stripHeight = 14.0
    private static let savedHeight = 44.0
    private static let bandHeight = 54.0
    private static let gap = 12.0

    private let course: Course
    private let theme: PlotTheme

    public init(_ course: Course, theme: PlotTheme = .auto) {
        self.course = course
        self.theme = theme
    }

    /// The picture's text, a whole document.
    public var document: String {
        let shown = course.mostMoved(Self.mostGuests)
        let hasSaved = course.mostSaved > .zero
        let pool = frame(Self.poolTop, Self.poolHeight, lowest: lowestUsage)
        let strip = frame(pool.bottom + Self.gap, Self.stripHeight)
        let saved = frame(strip.bottom + Self.gap, Self.savedHeight)
        let guestsTop = (hasSaved ? saved.bottom : strip.bottom) + Self.gap * 1.5
        let bandStep = shown.count > 16 ? Self.bandHeight * 0.7 : Self.bandHeight
        let bottom = guestsTop + Double(shown.count) * (bandStep + Self.gap * 0.7)
        let hidden = course.guests.count - shown.count
        let height = bottom + (hidden > 0 ? 58 : 40)

        var svg = MarkupElement(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(number(Self.width)) \(number(height))"),
                ("width", number(Self.width)), ("height", number(height)), ("role", "img"),
            ])
        svg.add(MarkupElement("title", text: course.title))
        svg.add(MarkupElement("desc", text: course.subtitle))
        svg.add(MarkupElement("style", text: PlotStyle.sheet(theme)))
        svg.add(.rectangle("paper", PlotFrame(x: 0, y: 0, width: Self.width, height: height)))
        svg.add(heading)
        svg.add(PlotLegend(course: course, left: Self.left, right: Self.width - 16).elements)
        svg.add(PoolPanel(course: course, frame: pool).elements)
        svg.add(RungStrip(course: course, frame: strip).elements)
        if hasSaved { svg.add(SavedPanel(course: course, frame: saved).elements) }
        for (index, guest) in shown.enumerated() {
            let top = guestsTop + Double(index) * (bandStep + Self.gap * 0.7)
            let moves = course.moves.filter { $0.guest == guest.name }
            let hasTitles = course.moves.count <= Self.mostTitles
            svg.add(GuestBand(guest: guest, moves: moves, hasTitles: hasTitles, frame: frame(top, bandStep)).elements)
        }
        svg.add(timeAxis(at: bottom + 10))
        if hidden > 0 {
            svg.add(
                .text("\(hidden) more guests were moved less and are left out", x: Self.left, y: bottom + 44, "small"))
        }
        return svg.document
    }

    private var heading: [MarkupElement] {
        [
            .text(course.title, x: 20, y: 34, "title"),
            .text(course.subtitle, x: 20, y: 54, "subtitle"),
        ]
    }

    /// From a round tenth below all that happened.
    private var lowestUsage: Double {
        guard course.total > .zero else { return 0 }
        let least = course.pool.map { $0.used.fraction(of: course.total) }.min() ?? 0
        let mark = Swift.min(least, course.marks.low.fraction(of: course.total))
        return Swift.max(0, ((mark - 0.04) * 10).rounded(.down) / 10)
    }

    private func frame(_ top: Double, _ height: Double, lowest: Double = 0) -> PlotFrame {
        PlotFrame(
            x: Self.left, y: top, width: Self.width - Self.left - Self.right, height: height, duration: course.duration,
            lowest: lowest)
    }

    private func timeAxis(at y: Double) -> [MarkupElement] {
        let frame = frame(y, 0)
        return TimeTicks(duration: course.duration).ticks.map { tick in
            .text(tick.label, x: frame.x(at: tick.time), y: y + 8, "small", anchor: "middle")
        }
    }

    private func number(_ value: Double) -> String { MarkupElement.number(value) }
}

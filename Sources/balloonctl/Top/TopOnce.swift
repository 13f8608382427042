import ControlProtocol
import QMP

/// One picture with all guests, printed as ordinary lines.
struct TopOnce {
    /// Columns where there is no terminal to ask.
    private static let usualWidth = 120
    /// Rows that the pool takes at most, besides one for each guest.
    private static let rowsBesideGuests = 18

    let settings: TopSettings
    let json: Bool

    init(_ settings: TopSettings, json: Bool) {
        self.settings = settings
        self.json = json
    }

    /// - Throws: ``ClientError``.
    func run(in context: Context) throws {
        var client = try ControlClient(settings.connection)
        let status = try client.call(QueryStatus())
        let guests = try client.call(QueryGuests())
        if json {
            var both: JSONObject = [:]
            both["status"] = status.json
            both["guests"] = guests.json["guests"] ?? .array([])
            context.console.print(JSONValue.object(both).pretty())
            return
        }
        let frame = try frame(status.value(), guests.value().guests, in: context)
        context.console.print(lines: Self.lines(frame, palette: context.console.hasColour ? settings.palette : nil))
    }

    private func frame(_ status: StatusReport, _ guests: [GuestReport], in context: Context) -> Frame {
        let width = context.console.width ?? context.variable("COLUMNS").flatMap { Int($0) } ?? Self.usualWidth
        let size = Frame.Size(
            width: min(1000, max(TopPlan.smallestWidth, width)), height: Self.rowsBesideGuests + guests.count)
        var state = TopState(size: size, interval: settings.interval, now: context.now())
        state.isPrinted = true
        state.clock = context.clockText()
        state.order = settings.order
        state.filter = settings.filter
        _ = state.take(.connected, at: context.now())
        _ = state.take(.sampled(status, guests), at: context.now())
        return TopView(state: state, glyphs: settings.glyphs).frame()
    }

    /// Rows with their colours, or without; blank ones at the end are left out.
    static func lines(_ frame: Frame, palette: Palette?) -> [String] {
        var lines = frame.lines()
        while lines.last == "" { lines.removeLast() }
        guard let palette else { return lines }
        return lines.indices.map { row in
            var text = ""
            var ink = Ink.plain
            for column in 0..<frame.size.width {
                let cell = frame[row, column]
                guard let character = cell.text else { continue }
                if cell.ink != ink {
                    text += palette.sequence(cell.ink)
                    ink = cell.ink
                }
                text.append(character)
            }
            return text + (ink == .plain ? "" : "\u{1b}[0m")
        }
    }
}

import BalloonKit
import ControlProtocol

/// The table of guests: only the rows that can be seen are composed.
struct GuestTable {
    let state: TopState
    let plan: TopPlan
    let glyphs: Glyphs

    func draw(into frame: inout Frame) {
        let rows = state.listed.dropFirst(state.firstRow).prefix(plan.tableRows)
        let longest = rows.reduce(0) { max($0, CellText.width($1.name)) }
        let columns = GuestColumn.placed(in: frame.size.width, longestName: longest)
        if plan.hasTableHead { head(columns, into: &frame) }
        guard !rows.isEmpty else {
            empty(into: &frame)
            return
        }
        let common = state.hasCommonScale ? state.listed.lazy.compactMap(\.maximum).max() : nil
        for (index, guest) in rows.enumerated() {
            let row = plan.tableTop + index
            for placed in columns { cell(placed, of: guest, row: row, common: common, into: &frame) }
            if guest.name == state.selected, !state.isPrinted { frame.mark(.selected, row, 0..<frame.size.width) }
        }
    }

    private func head(_ columns: [GuestColumn.Placed], into frame: inout Frame) {
        let row = plan.tableHead
        for placed in columns {
            let isOrder = placed.column.key == state.order.key
            let arrow = isOrder ? String(state.order.isDescending ? glyphs.down : glyphs.up) : ""
            let title = placed.column.title + arrow
            let ink: Ink = isOrder ? .accent.with(.bold) : .quiet
            if placed.column.isNumber {
                frame.putRight(title, row, end: placed.start + placed.width, ink, width: placed.width)
            } else {
                frame.put(title, row, placed.start, ink, width: placed.width)
            }
        }
        frame.mark(.underlined, row, 0..<frame.size.width)
    }

    private func empty(into frame: inout Frame) {
        guard plan.tableRows > 0, state.status != nil else { return }
        let text =
            state.filter.text.isEmpty
            ? "No guests: look at [discovery] in balloond.toml(5)." : "No guest matches '\(state.filter.text)'."
        frame.put(text, plan.tableTop, 0, .warning)
    }

    private func cell(
        _ placed: GuestColumn.Placed, of guest: GuestReport, row: Int, common: ByteCount?, into frame: inout Frame
    ) {
        if placed.column == .bar {
            let own = guest.maximum ?? guest.actual ?? .zero
            GuestBar(guest: guest, scale: state.hasCommonScale ? common ?? own : own, glyphs: glyphs)
                .draw(row: row, column: placed.start, width: placed.width, into: &frame)
            return
        }
        var span = text(placed.column, guest)
        if placed.column == .name {
            span.text = CellText.cutInside(span.text, to: placed.width, ellipsis: glyphs.isASCII ? "~" : "…")
        }
        if placed.column.isNumber {
            frame.putRight(span.text, row, end: placed.start + placed.width, span.ink, width: placed.width)
        } else {
            frame.put(span.text, row, placed.start, span.ink, width: placed.width)
        }
    }

    private func text(_ column: GuestColumn, _ guest: GuestReport) -> Span {
        switch column {
        case .flags: flags(guest)
        case .name: Span(guest.name, .bold)
        case .state: Self.state(guest)
        case .trend: trend(guest)
        case .actual: Span(Figures.brief(guest.actual))
        case .target: target(guest)
        case .workingSet: Span(Figures.brief(guest.workingSet))
        case .resident: Span(Figures.brief(guest.resident))
        case .floor: Span(Figures.brief(guest.floor), .quiet)
        case .ceiling: Span(Figures.brief(guest.ceiling ?? guest.maximum), .quiet)
        case .bar: Span("")
        case .pin: pin(guest)
        case .moved: Span(Self.age(guest.lastMove), .quiet)
        case .reason: Span(guest.lastReason ?? guest.stateReason ?? "", .quiet)
        }
    }

    /// Two letters that say what colour says elsewhere: `!` in distress or a bad state, then a pin or a pause.
    private func flags(_ guest: GuestReport) -> Span {
        let isBad = guest.isInDistress || ["silent", "socket-busy"].contains(guest.state)
        let held = guest.pin != nil ? String(glyphs.pin) : guest.isPaused ? "=" : " "
        return Span((isBad ? "!" : " ") + held, isBad ? .danger : .accent)
    }

    /// The state, or what matters more than it.
    static func state(_ guest: GuestReport) -> Span {
        if guest.isInDistress { return Span("distress", .danger) }
        if guest.isPaused, guest.state == "fresh" { return Span("paused", .warning) }
        switch guest.state {
        case "fresh": return Span("fresh", .good)
        case "stale", "connecting": return Span(guest.state, .warning)
        case "silent", "socket-busy", "gone": return Span(guest.state, .danger)
        default: return Span(guest.state, .quiet)
        }
    }

    private func trend(_ guest: GuestReport) -> Span {
        switch state.courses[guest.name]?.trend ?? .steady {
        case .rising: Span(String(glyphs.rising), .good)
        case .falling: Span(String(glyphs.falling), .warning)
        case .steady: Span(" ")
        }
    }

    private func target(_ guest: GuestReport) -> Span {
        let isReached = guest.target == nil || guest.target == guest.actual
        return Span(Figures.brief(guest.target), isReached ? .quiet : .accent)
    }

    private func pin(_ guest: GuestReport) -> Span {
        guard let pin = guest.pin else { return Span("") }
        let rest = pin.remaining.map { " \($0.text)" } ?? ""
        return Span("\(Figures.brief(pin.target))\(rest)", .accent)
    }

    /// One unit: `3s`, `12m`, `5h`, `9d`.
    static func age(_ span: Duration?) -> String {
        guard let span else { return "" }
        let seconds = span.components.seconds
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m"
        case ..<86400: return "\(seconds / 3600)h"
        default: return "\(seconds / 86400)d"
        }
    }
}

import BalloonKit
import ControlProtocol

/// The line at the bottom: what keys do, what is typed, or what just happened.
struct FootView {
    let state: TopState
    let glyphs: Glyphs

    func draw(into frame: inout Frame) {
        let row = frame.size.height - 1
        if state.isFiltering {
            filter(row, into: &frame)
        } else if case .lost(_, let reason, let again) = state.link, state.status != nil {
            let text = "Trying again\(Self.wait(until: again, state.now)): \(reason.split(separator: "\n").first ?? "")"
            frame.put(text, row, 0, .danger)
        } else if let remark = state.remark {
            frame.put(remark.text, row, 0, .accent.with(.bold))
        } else {
            keys(row, into: &frame)
        }
    }

    /// Nothing where it is tried all the time, or just now.
    private static func wait(until again: Duration?, _ now: Duration) -> String {
        guard let again, again - now > .milliseconds(500) else { return "" }
        return " in \(Duration.seconds(Int64((again - now).inSeconds.rounded())).text)"
    }

    private func filter(_ row: Int, into frame: inout Frame) {
        let count = "\(state.listed.count) of \(state.guests.count)"
        var column = frame.put("/", row, 0, .accent.with(.bold))
        let room = frame.size.width - column - count.count - 2
        // The end of what is typed is what one looks at.
        var typed = state.filter.text
        while CellText.width(typed) > max(1, room - 1) { typed.removeFirst() }
        column = frame.put(typed, row, column, .bold)
        frame.put(" ", row, column, .banner)
        frame.putRight(count, row, end: frame.size.width, .quiet)
    }

    private func keys(_ row: Int, into frame: inout Frame) {
        let place = place
        let room = frame.size.width - CellText.width(place) - 1
        var column = 0
        for (key, meaning) in hints {
            let width = CellText.width(key) + 1 + CellText.width(meaning)
            guard column + width <= room else { continue }
            column = frame.put(key, row, column, .accent.with(.bold))
            column = frame.put(" " + meaning, row, column, .quiet) + 2
        }
        frame.putRight(place, row, end: frame.size.width, .quiet)
    }

    private var hints: [(String, String)] {
        if case .guest = state.page {
            return [
                ("?", "help"), ("Esc", "back"), ("p", "pin"), ("u", "unpin"), ("j/k", "other guest"), ("Space", freeze),
            ]
        }
        let filter = state.filter.text.isEmpty ? "filter" : "filter: \(state.filter.text)"
        return [
            ("?", "help"), ("q", "quit"), ("/", filter), ("s", "by \(state.order.key.rawValue)"), ("Enter", "look"),
            ("p", "pin"), ("u", "unpin"), ("Space", freeze), ("r", "reverse"), ("+/-", state.interval.text),
            ("z", state.hasCommonScale ? "own scale" : "one scale"),
        ]
    }

    private var freeze: String { state.isFrozen ? "go on" : "freeze" }

    private var place: String {
        guard let row = state.selectedRow else { return "0/\(state.guests.count)" }
        let all = state.listed.count == state.guests.count ? "" : " of \(state.guests.count)"
        return "\(row + 1)/\(state.listed.count)\(all)"
    }
}

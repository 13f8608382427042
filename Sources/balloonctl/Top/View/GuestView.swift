import BalloonKit
import ControlProtocol

/// One guest: its bar, its figures, why it is as it is, and its recent course.
struct GuestView {
    let state: TopState
    let name: String
    let glyphs: Glyphs

    func draw(into frame: inout Frame) {
        let end = frame.size.height - (frame.size.height >= 6 ? 1 : 0)
        guard let guest = state.guest(name) else {
            frame.put("There is no guest '\(name)' any more.", 1, 1, .warning)
            return
        }
        var row = 1
        head(guest, row: &row, end: end, into: &frame)
        figures(guest, row: &row, end: end, into: &frame)
        // The course needs three rows to be one; the account goes before it.
        account(guest, row: &row, end: end - row > 12 ? end - 7 : end, into: &frame)
        courses(guest, row: row, end: end, into: &frame)
    }

    private func head(_ guest: GuestReport, row: inout Int, end: Int, into frame: inout Frame) {
        let mark = GuestTable.state(guest)
        var spans = [mark]
        if guest.isInDistress { spans.append(Span(" (\(guest.state))", .quiet)) }
        if guest.isPaused { spans.append(Span(", out of automatic control", .warning)) }
        if guest.isRunning == false { spans.append(Span(", processors stopped", .warning)) }
        if let reason = guest.stateReason { spans.append(Span(": \(reason)", .quiet)) }
        frame.put(spans, row, 1)
        row += 1
        if let scale = guest.maximum ?? guest.actual, row < end {
            GuestBar(guest: guest, scale: scale, glyphs: glyphs)
                .draw(row: row, column: 1, width: frame.size.width - 2, into: &frame)
            row += 1
        }
        if frame.size.height >= 16, row < end {
            var column = 1
            for entry in GuestBar.legend(glyphs) {
                guard column + 2 + entry.meaning.count < frame.size.width else { break }
                column = frame.put(String(entry.glyph), row, column, entry.ink)
                column = frame.put(" " + entry.meaning, row, column, .quiet) + 2
            }
            row += 2
        }
    }

    // MARK: - Figures

    /// Names and values in as many columns as fit.
    private func figures(_ guest: GuestReport, row: inout Int, end: Int, into frame: inout Frame) {
        let facts = facts(guest)
        let columns = max(1, min(5, (frame.size.width - 1) / 25))
        let isRoomy = frame.size.height >= 16
        let shown = isRoomy ? facts : Array(facts.prefix(columns * 3))
        let height = (shown.count + columns - 1) / columns
        for (index, fact) in shown.enumerated() {
            let place = row + index % height
            guard place < end else { continue }
            let start = 1 + index / height * 25
            frame.put(fact.label, place, start, .quiet, width: 12)
            frame.put(fact.value.text, place, start + 13, fact.value.ink, width: 11)
        }
        row = min(end, row + height)
        if let pin = guest.pin, row < end { row += pinned(pin, row: row, into: &frame) }
        if !guest.annotations.isEmpty, isRoomy, row < end {
            frame.put([Span("annotations  ", .quiet), Span(AnnotateCommand.text(guest.annotations))], row, 1)
            row += 1
        }
        if isRoomy { row = min(end, row + 1) }
    }

    private func facts(_ guest: GuestReport) -> [(label: String, value: Span)] {
        func amount(_ label: String, _ value: ByteCount?, _ ink: Ink = .plain) -> (label: String, value: Span) {
            (label, Span(Figures.bytes(value), value == nil ? .quiet : ink))
        }
        let need: Ink = guest.isInDistress ? .danger : .good
        return [
            amount("actual", guest.actual, .bold), amount("target", guest.target, .accent),
            amount("working set", guest.workingSet, need), amount("resident", guest.resident),
            amount("idle", guest.idle, .idle), amount("available", guest.available),
            amount("floor", guest.floor, .warning), amount("ceiling", guest.ceiling, .warning),
            amount("maximum", guest.maximum), amount("reserve", guest.reserve),
            ("shares", Span(Figures.count(guest.shares))), ("statistics", Span(Figures.span(guest.statisticsAge))),
            ("last move", Span(guest.lastMove.map { GuestTable.age($0) + " ago" } ?? Figures.unknown)),
            ("distress", Span(guest.isInDistress ? "yes" : "no", guest.isInDistress ? .danger : .plain)),
            ("process", Span(guest.pid.map(String.init) ?? Figures.unknown)),
        ]
    }

    private func pinned(_ pin: PinReport, row: Int, into frame: inout Frame) -> Int {
        let rest = pin.remaining.map { "for \($0.text) more" } ?? "until removed"
        let why = pin.reason.map { ": \($0)" } ?? ""
        let text = "to \(pin.target) by \(pin.setBy) \(rest)\(why)"
        frame.put([Span("pinned       ", .quiet), Span(text, .accent)], row, 1)
        return 1
    }

    // MARK: - Why

    private func account(_ guest: GuestReport, row: inout Int, end: Int, into frame: inout Frame) {
        for span in sentences(guest) {
            for line in CellText.wrapped(span.text, to: frame.size.width - 2) {
                guard row < end else { return }
                frame.put(line, row, 1, span.ink)
                row += 1
            }
        }
        if frame.size.height >= 16 { row = min(end, row + 1) }
    }

    private func sentences(_ guest: GuestReport) -> [Span] {
        guard let explanation = state.explanation, explanation.guest == name else {
            let last = guest.lastReason.map { "Last \(guest.lastAction ?? "move"): \($0)" }
            return last.map { [Span($0)] } ?? []
        }
        switch explanation.result {
        case .failure(let error): return [Span("No explanation: \(error.description)", .warning)]
        case .success(let reply):
            guard let told = reply.guests.first(where: { $0.name == name }) else { return [] }
            let target = told.target.map { " to \($0)" } ?? ""
            var spans = [Span("Last cycle: \(told.action)\(target). \(told.explanation)", .plain)]
            for rail in told.guardrails { spans.append(Span("Limited by \(rail.code): \(rail.sentence)", .quiet)) }
            return spans
        }
    }

    // MARK: - Course

    private func courses(_ guest: GuestReport, row: Int, end: Int, into frame: inout Frame) {
        guard let course = state.courses[name], let scale = guest.maximum ?? guest.actual, scale > .zero else { return }
        let all: [(String, Course, ByteCount?, Ink)] = [
            ("actual", course.actual, guest.actual, .idle), ("working set", course.workingSet, guest.workingSet, .good),
            ("resident", course.resident, guest.resident, .accent),
        ]
        let room = end - row
        let known = all.filter { $0.1.latest(GuestCourse.capacity).contains { $0 != nil } }
        guard room >= 2, !known.isEmpty else { return }
        let shown = known.prefix(max(1, room / 3))
        let height = min(12, room / shown.count)
        for (index, (label, course, now, ink)) in shown.enumerated() {
            let top = row + index * height
            frame.put(label, top, 1, .quiet)
            frame.put(Figures.bytes(now), top + 1, 1, ink)
            if height >= 4 { frame.put("of \(scale)", top + 2, 1, .quiet) }
            let gap = height >= 4 ? 1 : 0
            var graph = CourseGraph(
                glyphs: glyphs, rows: top..<(top + height - gap), columns: 14..<(frame.size.width - 1))
            graph.high = Double(scale.bytes)
            graph.draw(course.latest(graph.capacity), into: &frame) { _ in ink }
        }
    }
}

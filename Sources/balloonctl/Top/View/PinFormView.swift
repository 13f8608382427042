import BalloonKit
import ControlProtocol

/// The form of a pin.
struct PinFormView {
    let form: PinForm
    let guest: GuestReport?
    let glyphs: Glyphs

    func draw(into frame: inout Frame) {
        let width = min(frame.size.width, 60)
        let isShort = frame.size.height < 12
        let box = DialogueBox(frame.size, width: width, rows: isShort ? 5 : 8, glyphs: glyphs)
        box.draw(title: "Pin \(form.guest)", ink: .accent, into: &frame)
        var row = box.rows.lowerBound
        if !isShort {
            frame.put(known, row, box.columns.lowerBound, .quiet, width: box.columns.count)
            row += 2
        }
        for field in PinForm.Field.allCases {
            draw(field, row: row, columns: box.columns, into: &frame)
            row += 1
        }
        if let problem = form.problem {
            frame.put(problem, row, box.columns.lowerBound, .danger, width: box.columns.count)
        }
        let isLast = form.field == .reason
        box.keys([("Enter", isLast ? "go on" : "next"), ("Tab", "other field"), ("Esc", "leave it")], into: &frame)
    }

    private var known: String {
        guard let guest else { return "not known any more" }
        let figures = [
            ("actual", guest.actual), ("working set", guest.workingSet), ("floor", guest.floor),
            ("maximum", guest.maximum),
        ]
        return figures.compactMap { name, amount in amount.map { "\(name) \(Figures.brief($0))" } }.joined(
            separator: ", ")
    }

    private func draw(_ field: PinForm.Field, row: Int, columns: Range<Int>, into frame: inout Frame) {
        let isActive = field == form.field
        let (label, text, hint) = words(field)
        let start = frame.put(
            Text.filled(label, to: 8), row, columns.lowerBound, isActive ? .accent.with(.bold) : .quiet)
        var shown = text
        while CellText.width(shown) > max(1, columns.upperBound - start - 1) { shown.removeFirst() }
        var column = frame.put(shown, row, start, .bold, width: columns.upperBound - start)
        if isActive { column = frame.put(" ", row, column, .banner) }
        if text.isEmpty { frame.put(" " + hint, row, column, .quiet, width: max(0, columns.upperBound - column)) }
    }

    private func words(_ field: PinForm.Field) -> (label: String, text: String, hint: String) {
        switch field {
        case .size: ("Size", form.size.text, "512M, 1.5G, 75% or max")
        case .duration: ("For", form.duration.text, "90s, 30m, 2h; empty: until removed")
        case .reason: ("Reason", form.reason.text, "for others to see; may be empty")
        }
    }
}

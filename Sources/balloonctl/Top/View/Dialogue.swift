/// A box in the middle of the screen with sentences and the keys that answer it; all of the screen where that is small.
struct Dialogue {
    static let widest = 68

    let title: String
    let paragraphs: [(text: String, ink: Ink)]
    let keys: [(key: String, meaning: String)]
    var isBad = false
    let glyphs: Glyphs

    func draw(into frame: inout Frame) {
        let width = min(frame.size.width, Self.widest)
        let lines = paragraphs.flatMap { paragraph in
            CellText.wrapped(paragraph.text, to: width - 4).map { ($0, paragraph.ink) }
        }
        let box = DialogueBox(frame.size, width: width, rows: lines.count + 2, glyphs: glyphs)
        box.draw(title: title, ink: isBad ? .danger : .accent, into: &frame)
        // What happens stands first and the keys last; where both do not fit, the middle is cut.
        let room = box.rows.count - 1
        for (index, line) in lines.prefix(room).enumerated() {
            frame.put(line.0, box.rows.lowerBound + index, box.columns.lowerBound, line.1, width: box.columns.count)
        }
        box.keys(keys, into: &frame)
    }
}

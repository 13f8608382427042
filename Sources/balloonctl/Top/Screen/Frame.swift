/// A screenful of cells, composed before any of it is shown.
///
/// Text that is put into it is sanitised here and cut to its room, so that nothing from outside can move the cursor.
struct Frame: Hashable {
    struct Cell: Hashable {
        /// Nil in the second cell of a wide character.
        var text: Character? = " "
        var ink = Ink.plain
    }

    struct Size: Hashable {
        var width: Int
        var height: Int
    }

    let size: Size
    /// Only ASCII is put into it: anything else becomes `?`.
    let isASCII: Bool
    private(set) var cells: [Cell]

    init(_ size: Size, isASCII: Bool = false) {
        self.size = Size(width: max(1, size.width), height: max(1, size.height))
        self.isASCII = isASCII
        cells = Array(repeating: Cell(), count: self.size.width * self.size.height)
    }

    subscript(row: Int, column: Int) -> Cell { cells[row * size.width + column] }

    /// Writes text from a cell on; what does not fit is cut with an ellipsis.
    ///
    /// - Parameters:
    ///   - column: may be left of the frame's edge or right of it: nothing is written then.
    ///   - width: cells that it may take; nil for all up to the edge.
    /// - Returns: the column after the text.
    @discardableResult
    mutating func put(_ text: String, _ row: Int, _ column: Int, _ ink: Ink = .plain, width: Int? = nil) -> Int {
        guard row >= 0, row < size.height, column >= 0, column < size.width else { return column }
        let room = min(width ?? Int.max, size.width - column)
        var place = column
        var pieces = CellText.pieces(text)
        if pieces.reduce(0, { $0 + $1.width }) > room {
            pieces = CellText.pieces(CellText.cut(text, to: room, ellipsis: isASCII ? "~" : "…"))
        }
        for piece in pieces {
            let shown = isASCII && !piece.text.isASCII ? Array(repeating: "?" as Character?, count: piece.width) : nil
            let texts = shown ?? [piece.text] + Array(repeating: nil, count: piece.width - 1)
            for text in texts {
                set(Cell(text: text, ink: ink), row, place)
                place += 1
            }
        }
        return place
    }

    /// Draws one of the view's own glyphs, each a cell wide: bars, rules and graphs are made of them, and taking text apart for
    /// each was most of what a frame cost.
    mutating func fill(_ glyph: Character, _ row: Int, _ column: Int, count: Int = 1, _ ink: Ink = .plain) {
        guard row >= 0, row < size.height, column >= 0, count > 0 else { return }
        let cell = Cell(text: isASCII && !glyph.isASCII ? "?" : glyph, ink: ink)
        let end = min(size.width, column + min(count, size.width))
        for place in min(column, end)..<end { set(cell, row, place) }
    }

    /// As `put`, ending before `end`.
    mutating func putRight(_ text: String, _ row: Int, end: Int, _ ink: Ink = .plain, width: Int? = nil) {
        let room = max(0, width ?? end)
        let cut = CellText.cut(text, to: room, ellipsis: isASCII ? "~" : "…")
        put(cut, row, max(0, end - CellText.width(cut)), ink)
    }

    /// Adds marks to all cells of a stretch, text and tint stay.
    mutating func mark(_ marks: Ink.Marks, _ row: Int, _ columns: Range<Int>) {
        guard row >= 0, row < size.height else { return }
        for column in columns.clamped(to: 0..<size.width) { cells[row * size.width + column].ink.marks.insert(marks) }
    }

    /// Empties a rectangle.
    mutating func clear(rows: Range<Int>, columns: Range<Int>) {
        for row in rows.clamped(to: 0..<size.height) {
            for column in columns.clamped(to: 0..<size.width) { set(Cell(), row, column) }
        }
    }

    /// All rows from this one on become less important, for what stands before them.
    mutating func dim(from row: Int) {
        for index in cells.indices.dropFirst(row * size.width) { cells[index].ink = .quiet }
    }

    private mutating func set(_ cell: Cell, _ row: Int, _ column: Int) {
        guard column < size.width else { return }
        let index = row * size.width + column
        // Half of a wide character cannot stay.
        let isSecondHalf = cells[index].text == nil
        if isSecondHalf, cell.text != nil, column > 0 { cells[index - 1].text = " " }
        if !isSecondHalf, column + 1 < size.width, cells[index + 1].text == nil { cells[index + 1].text = " " }
        cells[index] = cell
    }

    /// The text of each row, without blanks at its end: for tests, and for `--once`.
    func lines() -> [String] {
        (0..<size.height).map { row in
            var text = String((0..<size.width).compactMap { self[row, $0].text })
            while text.last == " " { text.removeLast() }
            return text
        }
    }
}

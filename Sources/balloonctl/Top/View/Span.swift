/// A piece of a line in one ink.
struct Span: Hashable {
    var text: String
    var ink: Ink

    init(_ text: String, _ ink: Ink = .plain) {
        self.text = text
        self.ink = ink
    }
}

extension Frame {
    /// Pieces one after another, in at most so many cells.
    /// - Returns: the column after the last one.
    @discardableResult
    mutating func put(_ spans: [Span], _ row: Int, _ column: Int, width: Int? = nil) -> Int {
        let end = column + min(width ?? Int.max - column, size.width - column)
        var place = column
        for span in spans where place < end { place = put(span.text, row, place, span.ink, width: end - place) }
        return place
    }
}

extension [Span] {
    var width: Int { reduce(0) { $0 + CellText.width($1.text) } }
}

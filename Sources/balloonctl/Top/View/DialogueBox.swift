/// Where a dialogue stands, its border, and its last row with keys.
struct DialogueBox {
    /// Inside the border.
    private(set) var rows: Range<Int>
    private(set) var columns: Range<Int>
    private let isBordered: Bool
    private let glyphs: Glyphs

    /// - Parameters:
    ///   - size: of the screen.
    ///   - width: with the border.
    ///   - rows: inside it that are wished for.
    init(_ size: Frame.Size, width: Int, rows wanted: Int, glyphs: Glyphs) {
        self.glyphs = glyphs
        // A border costs two rows and four columns: too much on a small screen.
        isBordered = size.height >= 10 && size.width >= 30
        let edge = isBordered ? 1 : 0
        // The title needs a row where there is no border for it.
        let inner = min(wanted, size.height - (isBordered ? 2 : 1))
        let top = isBordered ? max(1, (size.height - inner) / 2) : 1
        rows = top..<(top + inner)
        let left = (size.width - width) / 2
        columns = (left + 2 * edge)..<(left + width - 2 * edge)
    }

    func draw(title: String, ink: Ink, into frame: inout Frame) {
        guard isBordered else {
            frame.clear(rows: 0..<frame.size.height, columns: 0..<frame.size.width)
            frame.fill(" ", 0, 0, count: frame.size.width, .banner)
            frame.put(" \(title)", 0, 0, .banner.with(.bold))
            return
        }
        // The first line says what nobody should overlook, a dry run for one.
        frame.dim(from: 1)
        let (left, right) = (columns.lowerBound - 2, columns.upperBound + 1)
        let (top, bottom) = (rows.lowerBound - 1, rows.upperBound)
        frame.clear(rows: top..<(bottom + 1), columns: left..<(right + 1))
        let rule = String(repeating: glyphs.rule, count: right - left - 1)
        frame.put("\(glyphs.corners[0])\(rule)\(glyphs.corners[1])", top, left, ink)
        frame.put("\(glyphs.corners[2])\(rule)\(glyphs.corners[3])", bottom, left, ink)
        for row in rows {
            frame.fill(glyphs.side, row, left, ink)
            frame.fill(glyphs.side, row, right, ink)
        }
        frame.put(" \(title) ", top, left + 2, ink.with(.bold), width: right - left - 3)
    }

    func keys(_ keys: [(key: String, meaning: String)], into frame: inout Frame) {
        var column = columns.lowerBound
        for (key, meaning) in keys {
            guard column + key.count + 3 + meaning.count <= columns.upperBound else { break }
            column = frame.put(" \(key) ", rows.upperBound - 1, column, .banner.with(.bold))
            column = frame.put(" \(meaning)", rows.upperBound - 1, column) + 2
        }
    }
}

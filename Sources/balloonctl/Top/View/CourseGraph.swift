/// The course of a figure, the newest sample at the right edge: in dots of Braille, eight a cell, or in ASCII.
struct CourseGraph {
    let glyphs: Glyphs
    let rows: Range<Int>
    let columns: Range<Int>
    /// What the lowest row begins with and the highest one ends with.
    var low = 0.0
    var high = 1.0

    init(glyphs: Glyphs, rows: Range<Int>, columns: Range<Int>) {
        self.glyphs = glyphs
        self.rows = rows
        self.columns = columns
    }

    private var dotsAcross: Int { glyphs.isASCII ? 1 : 2 }
    private var dotsUp: Int { glyphs.isASCII ? 2 : 4 }

    /// How many samples it shows.
    var capacity: Int { columns.count * dotsAcross }

    /// Where a value stands.
    func row(of value: Double) -> Int {
        guard !rows.isEmpty else { return rows.lowerBound }
        let dots = max(1, level(value))
        return rows.upperBound - 1 - min(rows.count - 1, (dots - 1) / dotsUp)
    }

    /// - Parameters:
    ///   - samples: oldest first, nil for a gap.
    ///   - line: drawn across, behind the course.
    ///   - ink: of the part of the course at a value.
    func draw(_ samples: [Double?], line: Double? = nil, into frame: inout Frame, ink: (Double) -> Ink) {
        if let line {
            let row = row(of: line)
            frame.fill(glyphs.line, row, columns.lowerBound, count: columns.count, .danger)
        }
        let missing = max(0, capacity - samples.count)
        let shown = Array(repeating: nil, count: missing) + samples.suffix(capacity)
        let levels = shown.map { $0.map { max(1, level($0)) } }
        for (index, column) in columns.enumerated() {
            let cell = levels[(index * dotsAcross)..<((index + 1) * dotsAcross)]
            for row in rows {
                let under = (rows.upperBound - 1 - row) * dotsUp
                let dots = cell.map { $0.map { min(dotsUp, max(0, $0 - under)) } ?? 0 }
                guard dots.contains(where: { $0 > 0 }) else { continue }
                frame.fill(glyph(dots), row, column, ink(value(under + dotsUp)))
            }
        }
    }

    private func level(_ value: Double) -> Int {
        guard value.isFinite, high > low else { return 0 }
        let share = min(1, max(0, (value - low) / (high - low)))
        return Int((share * Double(rows.count * dotsUp)).rounded())
    }

    /// The value that so many dots stand for.
    private func value(_ dots: Int) -> Double {
        low + (high - low) * Double(dots) / Double(max(1, rows.count * dotsUp))
    }

    /// Source: Unicode 10.4, Braille patterns: dot n is bit n - 1, dots 7 and 8 the lowest row.
    private func glyph(_ dots: [Int]) -> Character {
        if glyphs.isASCII { return dots[0] >= 2 ? ":" : "." }
        let left: [UInt32] = [0x40, 0x04, 0x02, 0x01]
        let right: [UInt32] = [0x80, 0x20, 0x10, 0x08]
        let bits = left.prefix(dots[0]).reduce(0, |) | right.prefix(dots[1]).reduce(0, |)
        return Unicode.Scalar(0x2800 + bits).map(Character.init) ?? " "
    }
}

/// Turns frames into bytes for a terminal: what differs from the frame before, and nothing else.
struct FrameWriter {
    let palette: Palette
    /// Whether the terminal holds its picture until a frame is complete (private mode 2026).
    var isSynchronized = false
    private var shown: Frame?

    init(palette: Palette) { self.palette = palette }

    /// The terminal shows something else than was written, after a resize or when it comes back from elsewhere.
    mutating func forget() { shown = nil }

    /// - Returns: one write that makes the terminal show the frame; nothing when it does already.
    mutating func bytes(for frame: Frame) -> [UInt8] {
        let before = shown.flatMap { $0.size == frame.size ? $0 : nil }
        var text = before == nil ? "\u{1b}[0m\u{1b}[2J" : ""
        var ink = Ink.plain
        for row in 0..<frame.size.height {
            for run in Self.changes(row, from: before, to: frame) {
                text += "\u{1b}[\(row + 1);\(run.lowerBound + 1)H"
                for column in run {
                    let cell = frame[row, column]
                    guard let character = cell.text else { continue }
                    if cell.ink != ink {
                        text += palette.sequence(cell.ink)
                        ink = cell.ink
                    }
                    text.append(character)
                }
            }
        }
        shown = frame
        if text.isEmpty { return [] }
        if ink != .plain { text += "\u{1b}[0m" }
        return Array((isSynchronized ? "\u{1b}[?2026h" + text + "\u{1b}[?2026l" : text).utf8)
    }

    /// Stretches of a row that differ; those close to one another are one, since moving the cursor costs bytes too.
    private static func changes(_ row: Int, from before: Frame?, to frame: Frame) -> [Range<Int>] {
        let width = frame.size.width
        var runs: [Range<Int>] = []
        for column in 0..<width {
            let cell = frame[row, column]
            guard before.map({ $0[row, column] != cell }) ?? (cell != Frame.Cell()) else { continue }
            // The second half of a wide character is written with its first.
            let start = cell.text == nil ? max(0, column - 1) : column
            if let last = runs.last, start - last.upperBound < 6 {
                runs[runs.count - 1] = last.lowerBound..<(column + 1)
            } else {
                runs.append(start..<(column + 1))
            }
        }
        return runs
    }
}

/// Text taken apart into what fits cells of a terminal.
enum CellText {
    /// What stands in one cell, or in two.
    struct Piece: Hashable {
        var text: Character
        var width: Int
    }

    /// What can be shown, with its widths. Control and format characters become `?`, as in ``Text/printable(_:)``; so does
    /// whatever terminals disagree about the width of, since one cell too many shifts the rest of a line.
    static func pieces(_ text: String) -> [Piece] {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text.map { Piece(text: $0, width: 1) } }
        return Text.printable(text).compactMap(piece)
    }

    static func width(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text.utf8.count }
        return pieces(text).reduce(0) { $0 + $1.width }
    }

    /// Cut to so many cells, with an ellipsis in the last one.
    static func cut(_ text: String, to width: Int, ellipsis: Character = "…") -> String {
        guard self.width(text) > width else { return text }
        guard width > 0 else { return "" }
        var room = width - 1
        var kept = ""
        for piece in pieces(text) {
            guard piece.width <= room else { break }
            room -= piece.width
            kept.append(piece.text)
        }
        kept.append(ellipsis)
        return kept
    }

    /// Cut in the middle: names of one kind differ at their ends.
    static func cutInside(_ text: String, to width: Int, ellipsis: Character = "…") -> String {
        guard self.width(text) > width, width >= 5 else { return cut(text, to: width, ellipsis: ellipsis) }
        var room = (width - 1) / 2
        var tail: [Character] = []
        for piece in pieces(text).reversed() {
            guard piece.width <= room else { break }
            room -= piece.width
            tail.insert(piece.text, at: 0)
        }
        let end = String(tail)
        return cut(text, to: width - self.width(end), ellipsis: ellipsis) + end
    }

    /// Broken at blanks into lines of at most so many cells; a longer word is broken where it must be.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines = [""]
        var used = 0
        for word in text.split(separator: " ") {
            let wordWidth = self.width(String(word))
            if used > 0, used + 1 + wordWidth <= width {
                lines[lines.count - 1] += " " + word
                used += 1 + wordWidth
                continue
            }
            if used > 0 { lines.append("") }
            used = 0
            for piece in pieces(String(word)) {
                if used + piece.width > width {
                    lines.append("")
                    used = 0
                }
                lines[lines.count - 1].append(piece.text)
                used += piece.width
            }
        }
        return lines
    }

    /// A character with its marks; nil for a mark that has nothing to stand on.
    private static func piece(_ character: Character) -> Piece? {
        guard let first = character.unicodeScalars.first else { return nil }
        guard isSettled(character) else { return Piece(text: "?", width: 1) }
        switch scalarWidth(first) {
        case 0: return nil
        case let width: return Piece(text: character, width: width)
        }
    }

    /// Whether terminals agree on the width: no flags made of two letters, no skin tones, no variation selectors.
    private static func isSettled(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0xFE00...0xFE0F, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0xE0100...0xE01EF: false
            default: true
            }
        }
    }

    /// Source: Unicode `EastAsianWidth.txt` (W and F), general categories Mn, Me for no width.
    private static func scalarWidth(_ scalar: Unicode.Scalar) -> Int {
        // Latin letters, and what bars and graphs are drawn with.
        if scalar.value < 0x300 || (0x2500...0x259F).contains(scalar.value) { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

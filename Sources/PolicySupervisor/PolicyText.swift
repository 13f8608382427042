/// Texts from a plugin, as far as a log, a terminal and the memory of the daemon can bear them.
enum PolicyText {
    /// Of what a plugin says about one proposal, in bytes.
    static let longestRemark = 200
    /// No guest's name is as long: what is longer names nobody.
    static let longestName = 512
    static let longestCode = 64

    /// The text in at most `limit` bytes, cut between characters and then marked; control characters become blanks, so that
    /// nothing in it can steer a terminal or begin a line of a log.
    static func bounded(_ text: String, to limit: Int) -> String {
        let clean = isPrintableASCII(text) ? text : withoutControls(text)
        guard clean.utf8.count > limit else { return clean }
        let mark = "…"
        var kept = String.UnicodeScalarView()
        var room = limit - mark.utf8.count
        for scalar in clean.unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            kept.append(scalar)
        }
        return String(kept) + mark
    }

    /// Nearly all texts are, and need no other look.
    private static func isPrintableASCII(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var isPrintable = true
        for index in bytes.indices where bytes[index] &- 0x20 >= 0x5F { isPrintable = false }
        return isPrintable
    }

    private static func withoutControls(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || isDirection(scalar)
            clean.append(isControl ? " " : scalar)
        }
        return String(clean)
    }

    /// Marks that turn the direction of what follows, and line and paragraph separators.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    /// Lower-case letters, digits and single dashes between them, as ``BalloonKit/Reason/Code`` asks.
    static func isCode(_ text: String) -> Bool {
        var previous: UInt8 = 0x2D
        guard text.utf8.count <= longestCode else { return false }
        for byte in text.utf8 {
            let isDash = byte == 0x2D
            guard (97...122).contains(byte) || (48...57).contains(byte) || (isDash && previous != 0x2D) else {
                return false
            }
            previous = byte
        }
        return previous != 0x2D
    }
}

/// Walks over a TOML text byte by byte and counts lines. Never past the end, whatever the text.
struct TextScanner {
    private let bytes: [UInt8]
    private(set) var position = 0
    private(set) var line = 1

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position >= bytes.count }
    var peek: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func advance() {
        guard let byte = peek else { return }
        if byte == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    mutating func skipBlanks() {
        while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    mutating func skipBlanksAndComments() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                skipLine()
            } else if [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte) {
                advance()
            } else {
                return
            }
        }
    }

    mutating func skipLine() {
        while let byte = peek {
            advance()
            if byte == UInt8(ascii: "\n") { return }
        }
    }

    /// A bare or quoted key. Nil where none begins.
    mutating func key() -> String? {
        guard let first = peek else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return quotedKey(first) }
        let start = position
        while let byte = peek, Self.isBare(byte) { advance() }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// Simple escapes are enough to find a line: a key with `\u` is reported without one.
    private mutating func quotedKey(_ quote: UInt8) -> String {
        advance()
        var text: [UInt8] = []
        while let byte = peek, byte != quote, byte != UInt8(ascii: "\n") {
            advance()
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let escaped = peek {
                text.append(escaped)
                advance()
            } else {
                text.append(byte)
            }
        }
        advance()
        return String(decoding: text, as: UTF8.self)
    }

    /// Basic or literal, of one line or, with three quotes, of many.
    mutating func skipString() {
        guard let quote = peek else { return }
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        while let byte = peek {
            if byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") {
                advance()
                advance()
            } else if byte == quote, !isLong || bytes[position...].starts(with: [quote, quote, quote]) {
                for _ in 0..<(isLong ? 3 : 1) { advance() }
                return
            } else if byte == UInt8(ascii: "\n") && !isLong {
                return
            } else {
                advance()
            }
        }
    }

    mutating func skipBareValue() {
        let ends = [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "\n")]
        while let byte = peek, !ends.contains(byte) { advance() }
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// In which line of a TOML text each key and table stands.
///
/// The parser in use does not tell positions of values. The text is only looked through for them here; what it means, and
/// whether it is TOML at all, is the parser's to say. Where the two disagree a line is missing or near, never a value wrong.
struct KeyLines {
    /// By path; the first line where several give the same.
    private(set) var lines: [[String]: Int] = [:]

    private var scanner: TextScanner
    private var table: [String] = []

    init(_ text: String) {
        scanner = TextScanner(text)
        while !scanner.isAtEnd {
            scanner.skipBlanksAndComments()
            guard !scanner.isAtEnd else { break }
            if scanner.peek == UInt8(ascii: "[") { header() } else { keyValue(below: table) }
            scanner.skipLine()
        }
    }

    private mutating func header() {
        let line = scanner.line
        while scanner.peek == UInt8(ascii: "[") { scanner.advance() }
        table = path()
        note(table, line)
    }

    private mutating func keyValue(below parent: [String]) {
        let line = scanner.line
        let key = parent + path()
        note(key, line)
        guard scanner.peek == UInt8(ascii: "=") else { return }
        scanner.advance()
        scanner.skipBlanks()
        value(of: key, depth: 0)
    }

    /// Dotted keys: `guests."web.1".floor`.
    private mutating func path() -> [String] {
        var parts: [String] = []
        while true {
            scanner.skipBlanks()
            guard let part = scanner.key() else { return parts }
            parts.append(part)
            scanner.skipBlanks()
            guard scanner.peek == UInt8(ascii: ".") else { return parts }
            scanner.advance()
        }
    }

    private mutating func value(of key: [String], depth: Int) {
        switch scanner.peek {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): scanner.skipString()
        case UInt8(ascii: "[") where depth < 64: brackets(key, closing: UInt8(ascii: "]"), depth: depth)
        case UInt8(ascii: "{") where depth < 64: brackets(key, closing: UInt8(ascii: "}"), depth: depth)
        default: scanner.skipBareValue()
        }
    }

    /// A list or an inline table, over as many lines as it takes.
    private mutating func brackets(_ key: [String], closing: UInt8, depth: Int) {
        scanner.advance()
        while !scanner.isAtEnd {
            scanner.skipBlanksAndComments()
            let start = scanner.position
            if scanner.peek == closing {
                scanner.advance()
                return
            }
            if scanner.peek == UInt8(ascii: ",") {
                scanner.advance()
            } else if closing == UInt8(ascii: "}") {
                keyValueInline(below: key, depth: depth)
            } else {
                value(of: key, depth: depth + 1)
            }
            // Not TOML: the parser says so.
            if scanner.position == start { scanner.advance() }
        }
    }

    private mutating func keyValueInline(below parent: [String], depth: Int) {
        let line = scanner.line
        let key = parent + path()
        note(key, line)
        guard scanner.peek == UInt8(ascii: "=") else { return }
        scanner.advance()
        scanner.skipBlanks()
        value(of: key, depth: depth + 1)
    }

    private mutating func note(_ path: [String], _ line: Int) {
        // `[guests.web1]` also begins `guests`, where nothing else does.
        for length in stride(from: path.count, to: 0, by: -1) where lines[Array(path.prefix(length))] == nil {
            lines[Array(path.prefix(length))] = line
        }
    }
}

/// Looks at what begins a table before the TOML parser does, which ends the process on a `[` that no key follows: it asserts
/// there (toml++ 3.3, `parse_key`).
///
/// A line that begins with `[` inside a value of several lines is looked at too: no value here has such lines.
enum TableHeaders {
    /// The first line whose table has no name the parser could read; from 1.
    static func firstMalformedLine(in text: String) -> Int? {
        var number = 0
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            var rest = line.drop { isBlank($0) }
            guard rest.first == "[" else { continue }
            rest = rest.dropFirst().drop { isBlank($0) }
            if rest.first == "[" { rest = rest.dropFirst().drop { isBlank($0) } }
            guard let first = rest.first, beginsKey(first) || first == "]" else { return number }
        }
        return nil
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}"
    }

    private static func beginsKey(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", "_", "-", "\"", "'": true
        default: false
        }
    }
}

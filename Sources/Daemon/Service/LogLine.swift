import Glibc
import Logging

/// One record as one line.
struct LogLine {
    enum Form {
        /// `<6>message key=value`
        case journal
        /// `2026-11-22T21:45:00.123Z info message key=value`
        case terminal
    }

    var level: Logger.Level
    var message: String
    /// In the order in which they are written.
    var fields: [(key: String, value: String)]

    /// Longer lines are cut: the journal's own limit (`LineMax=`) is 48 KiB.
    private static let longest = 16 << 10

    /// The line with its end, at so many microseconds since 1970.
    func bytes(_ form: Form, at microseconds: Int64) -> [UInt8] {
        var line: [UInt8] = []
        switch form {
        case .journal: line += "<\(priority)>".utf8
        case .terminal: line += "\(Self.text(microseconds)) \(level) ".utf8
        }
        Self.append(message, to: &line, isQuoted: false)
        for (key, value) in fields {
            line.append(UInt8(ascii: " "))
            line += key.utf8.map { Self.isPlain($0) ? $0 : UInt8(ascii: "_") }
            line.append(UInt8(ascii: "="))
            let isQuoted = value.isEmpty || !value.utf8.allSatisfy(Self.isPlain)
            if isQuoted { line.append(UInt8(ascii: "\"")) }
            Self.append(value, to: &line, isQuoted: isQuoted)
            if isQuoted { line.append(UInt8(ascii: "\"")) }
        }
        if line.count > Self.longest {
            line.removeSubrange(Self.longest...)
            line += "...".utf8
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// syslog(3) priorities; there is none below debug.
    private var priority: Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// Needs no quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
            && byte != UInt8(ascii: "\\")
    }

    /// Text with what could end or forge a line, or drive a terminal, escaped.
    private static func append(_ text: String, to line: inout [UInt8], isQuoted: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n".utf8
            case "\r": line += "\\r".utf8
            case "\t": line += "\\t".utf8
            case "\"" where isQuoted: line += "\\\"".utf8
            case "\\" where isQuoted: line += "\\\\".utf8
            // C0, DEL and C1 controls; Unicode's own line ends and the marks that turn the direction of writing round.
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                line += "\\u{\(String(scalar.value, radix: 16))}".utf8
            default: line += String(scalar).utf8
            }
        }
    }

    /// In UTC, with milliseconds.
    private static func text(_ microseconds: Int64) -> String {
        var seconds = Int(microseconds / 1_000_000)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "-" }
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date =
            "\(digits(Int(parts.tm_year) + 1900, 4))-\(digits(Int(parts.tm_mon) + 1, 2))-\(digits(Int(parts.tm_mday), 2))"
        let clock = "\(digits(Int(parts.tm_hour), 2)):\(digits(Int(parts.tm_min), 2)):\(digits(Int(parts.tm_sec), 2))"
        return "\(date)T\(clock).\(digits(Int(microseconds / 1000 % 1000), 3))Z"
    }
}

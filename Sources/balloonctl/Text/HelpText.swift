/// Help as ArgumentParser writes it, made to fit a terminal: it wraps everything but the line of usage.
enum HelpText {
    static let columns = 80
    /// What every command takes stands with the options below; in the line of usage it hides what is the command's own.
    private static let ofEveryCommand = " [--socket <path>] [--json] [--timeout <time>]"
    private static let indent = "       "

    static func fitted(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.lowercased().hasPrefix("usage: ") ? usage(String(line)) : String(line)
        }.joined(separator: "\n")
    }

    /// Broken between options, never within one.
    private static func usage(_ line: String) -> String {
        let own = line.hasSuffix(ofEveryCommand) ? String(line.dropLast(ofEveryCommand.count)) : line
        var lines: [String] = []
        var current = ""
        for word in parts(own) {
            if !current.isEmpty, current.count + 1 + word.count > columns {
                lines.append(current)
                current = indent + word
            } else {
                current += current.isEmpty ? word : " \(word)"
            }
        }
        return (lines + [current]).joined(separator: "\n")
    }

    /// Words, and what stands in brackets as one.
    private static func parts(_ line: String) -> [String] {
        var parts: [String] = []
        var depth = 0
        for word in line.split(separator: " ") {
            if depth > 0, let last = parts.popLast() {
                parts.append("\(last) \(word)")
            } else {
                parts.append(String(word))
            }
            depth += word.filter { $0 == "[" }.count - word.filter { $0 == "]" }.count
        }
        return parts
    }
}

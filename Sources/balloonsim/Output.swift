import Glibc

/// Standard error, and what kind of thing standard output is.
enum Output {
    static func complain(_ message: String) {
        let line = Array("balloonsim: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    /// Whether to colour: a terminal, and no `NO_COLOR` but the empty one (no-color.org).
    static var hasColour: Bool {
        if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
        if let value = getenv("TERM"), strcmp(value, "dumb") == 0 { return false }
        return isatty(STDOUT_FILENO) == 1
    }

    /// `COLUMNS`, else the terminal's, else 80.
    static var width: Int {
        if let text = getenv("COLUMNS"), let columns = Int(String(cString: text)), columns > 0 { return columns }
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return 80
    }
}

import Glibc

/// Where text goes: standard output and standard error, and what kind of thing they are.
struct Console {
    var out: (String) -> Void
    var err: (String) -> Void
    /// Columns of the terminal; nil when the output is no terminal, and nothing is cut then.
    var width: Int?
    /// Rows of the terminal, as `width`.
    var height: Int?
    /// Whether to colour: a terminal, and no `NO_COLOR`.
    var hasColour: Bool
    /// Whether standard error is a terminal, so that progress can be shown in place.
    var errorIsTerminal: Bool

    /// The size that the terminal has now; nil when the output is no terminal.
    var currentSize: () -> (width: Int, height: Int)? = { nil }

    /// Takes over the size that the terminal has now.
    mutating func remeasure() {
        if let size = currentSize() { (width, height) = (size.width, size.height) }
    }

    /// A line, or several, of the answer.
    func print(_ text: String) { out(text + "\n") }

    func printError(_ text: String) { err(text + "\n") }

    /// Why it did not work.
    func complain(_ message: String) { printError("balloonctl: \(message)") }

    static func ofProcess() -> Console {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        return Console(
            out: { write($0, to: STDOUT_FILENO) }, err: { write($0, to: STDERR_FILENO) },
            width: isTerminal ? terminalSize().width : nil, height: isTerminal ? terminalSize().height : nil,
            hasColour: isTerminal && !colourIsUnwanted(),
            errorIsTerminal: isatty(STDERR_FILENO) == 1,
            currentSize: { isTerminal ? terminalSize() : nil })
    }

    /// Source: no-color.org: any value but the empty one.
    private static func colourIsUnwanted() -> Bool {
        if let value = getenv("NO_COLOR"), value.pointee != 0 { return true }
        if let value = getenv("TERM"), strcmp(value, "dumb") == 0 { return true }
        return false
    }

    private static func terminalSize() -> (width: Int, height: Int) {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
            return (Int(size.ws_col), Int(size.ws_row))
        }
        return (number(inVariable: "COLUMNS") ?? 80, number(inVariable: "LINES") ?? 24)
    }

    private static func number(inVariable name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// One write in all ordinary cases, so that a reader of a pipe gets whole answers.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, 1000)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}

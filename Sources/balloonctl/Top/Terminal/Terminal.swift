import CLinux
import Glibc

/// The terminal, taken over for a full screen; given back by ``leave()`` or when the process ends, however that happens.
struct Terminal: ~Copyable {
    /// Signals that came, a byte each.
    let signals: Int32
    let input: Int32
    private let output: Int32

    // Alternate screen, cursor hidden, no wrapping at the edge: the last cell would scroll the screen.
    private static let enter = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l"
    // Cleared first, with the cursor at home: tmux, resized meanwhile, moves rows of it to what was there before.
    private static let leave = "\u{1b}[?2026l\u{1b}[0m\u{1b}[H\u{1b}[2J\u{1b}[?7h\u{1b}[?25h\u{1b}[?1049l"
    /// Whether the terminal knows synchronized output; its answer comes as a key.
    ///
    /// Source: DECRQM of private mode 2026, contour's "Synchronized Output" specification.
    private static let question = "\u{1b}[?2026$p"

    /// - Parameter asks: whether the terminal is one that keeps silent about questions it does not know.
    /// - Throws: ``ClientError`` when it cannot be put in raw mode.
    init(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, asks: Bool) throws(ClientError) {
        self.input = input
        self.output = output
        let result = clinux_terminal_enter(input, output, Self.enter + (asks ? Self.question : ""), Self.leave)
        guard result >= 0 else {
            throw ClientError(.usage, "this terminal cannot be taken over: \(String(cString: strerror(-result)))")
        }
        signals = result
    }

    deinit { clinux_terminal_leave() }

    /// Shows what it showed before; the process goes on.
    func leave() { clinux_terminal_leave() }

    /// Gives the terminal back and lets a signal do what it would have done.
    func yield(to signal: Int32) { clinux_terminal_yield_to(signal) }

    /// Takes it over again, after a stop.
    func enterAgain() { _ = clinux_terminal_enter(input, output, Self.enter, Self.leave) }

    var size: Frame.Size {
        var size = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Frame.Size(width: 80, height: 24)
        }
        // A bound on what one frame can cost, whatever a terminal claims.
        return Frame.Size(width: min(1000, Int(size.ws_col)), height: min(500, Int(size.ws_row)))
    }

    /// - Returns: whether all of it was written; not when the terminal is gone.
    func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer
            while !rest.isEmpty {
                let count = Glibc.write(output, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                    guard poll(&waiting, 1, 5000) > 0 else { return false }
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}

import Glibc

/// Carries bytes both ways between standard input and output and a socket, until the socket's side ends.
///
/// At most one piece waits in each direction; who sends faster than the other side reads has to wait.
struct Relay {
    /// As much as a pipe that polls writable takes without blocking (PIPE_BUF).
    private static let piece = 4096

    private let socket: Int32
    private var toSocket: ArraySlice<UInt8> = []
    private var toOutput: ArraySlice<UInt8> = []
    private var isInputOver = false
    private var isSocketOver = false

    init(socket: Int32) { self.socket = socket }

    consuming func run() {
        // A reader that is gone ends it by an error, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        while !(isSocketOver && toOutput.isEmpty) {
            var waiting = [
                pollfd(fd: isInputOver || !toSocket.isEmpty ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: toOutput.isEmpty ? -1 : STDOUT_FILENO, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: isSocketOver && toSocket.isEmpty ? -1 : socket, events: socketEvents, revents: 0),
            ]
            // Nothing is waited for in particular: who watches may see nothing for long. ssh ends us when it ends.
            guard poll(&waiting, nfds_t(waiting.count), -1) >= 0 || errno == EINTR else { return }
            if waiting[0].revents != 0 { readInput() }
            if waiting[1].revents != 0, !writeOutput() { return }
            if waiting[2].revents != 0, !serveSocket(waiting[2].revents) { return }
        }
    }

    private var socketEvents: Int16 {
        var events: Int16 = 0
        if !toSocket.isEmpty { events |= Int16(POLLOUT) }
        if toOutput.isEmpty, !isSocketOver { events |= Int16(POLLIN) }
        return events
    }

    private mutating func readInput() {
        guard let bytes = Self.take({ read(STDIN_FILENO, $0, $1) }) else { return }
        toSocket = bytes[...]
        guard bytes.isEmpty else { return }
        isInputOver = true
        shutdown(socket, Int32(SHUT_WR))
    }

    /// - Returns: whether somebody still reads it.
    private mutating func writeOutput() -> Bool {
        let count = toOutput.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count > 0 { toOutput = toOutput.dropFirst(count) }
        return count > 0 || errno == EINTR || errno == EAGAIN
    }

    /// - Returns: whether the socket can still be used.
    private mutating func serveSocket(_ events: Int16) -> Bool {
        if !toSocket.isEmpty, events & Int16(POLLOUT) != 0 {
            let count = toSocket.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 { toSocket = toSocket.dropFirst(count) }
            guard count > 0 || errno == EINTR || errno == EAGAIN else { return false }
        }
        guard toOutput.isEmpty, !isSocketOver, events & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { return true }
        guard let bytes = Self.take({ recv(socket, $0, $1, 0) }) else { return true }
        toOutput = bytes[...]
        isSocketOver = bytes.isEmpty
        return true
    }

    /// Nil when there is nothing yet; nothing at the end or after an error.
    private static func take(_ read: (UnsafeMutableRawPointer, Int) -> Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: piece)
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { read($0, buffer.count) } ?? 0
        }
        if count < 0, errno == EINTR || errno == EAGAIN { return nil }
        return Array(bytes.prefix(Swift.max(0, count)))
    }
}

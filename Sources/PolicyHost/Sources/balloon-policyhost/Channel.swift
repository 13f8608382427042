import Glibc
import PolicyWire

/// The socket to the daemon: whole messages, in order, and waiting for them.
struct Channel {
    /// The descriptor that the daemon promises to have opened.
    static let descriptor: Int32 = 3

    /// Nil where there is no socket: then nobody is there to talk to.
    init?() {
        var status = stat()
        guard fstat(Self.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    }

    /// The next message; nil when the daemon has hung up.
    ///
    /// - Throws: ``ChannelError`` for a message that is too long or cut off, and when the socket fails.
    func receive() throws(ChannelError) -> [UInt8]? {
        guard let header = try read(WireFrame.headerLength, mayEnd: true) else { return nil }
        let length = WireFrame.length(in: header)
        guard length <= WireFrame.longestRequest else { throw ChannelError("a message of \(length) bytes is too long") }
        return try read(length, mayEnd: false)
    }

    /// - Throws: ``ChannelError`` when nobody takes the message.
    func send(_ message: [UInt8]) throws(ChannelError) {
        var rest = (WireFrame.header(of: message.count) + message)[...]
        while !rest.isEmpty {
            // Unsafe because write(2) is C's; it reads within the array's bounds.
            let count = rest.withUnsafeBytes { write(Self.descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else {
                try waitOut(errno, for: Int16(POLLOUT))
            }
        }
    }

    private func read(_ length: Int, mayEnd: Bool) throws(ChannelError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: length)
        var position = 0
        while position < length {
            // Unsafe because read(2) is C's; it writes behind `position`, within the array's bounds.
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[position...])
                return Glibc.read(Self.descriptor, rest.baseAddress, rest.count)
            }
            if count > 0 {
                position += count
            } else if count < 0 {
                try waitOut(errno, for: Int16(POLLIN))
            } else if mayEnd, position == 0 {
                return nil
            } else {
                throw ChannelError("a message is cut off")
            }
        }
        return bytes
    }

    /// The daemon may have made its end's settings ours: a socket that does not wait is waited for.
    private func waitOut(_ error: Int32, for event: Int16) throws(ChannelError) {
        switch error {
        case EINTR: return
        case EAGAIN:
            var place = pollfd(fd: Self.descriptor, events: event, revents: 0)
            _ = poll(&place, 1, -1)
        default: throw ChannelError("descriptor \(Self.descriptor): \(String(cString: strerror(error)))")
        }
    }
}

import Glibc
import PolicyWire

/// Messages to and from a plugin's process: each wait has a deadline, each buffer a bound, and what the process prints is
/// read meanwhile, so that it does not stop at a full pipe.
///
/// Used by one thread at a time.
final class PolicyChannel {
    /// Why a message did not pass.
    enum Problem: Error, Hashable {
        case late
        /// The other end is closed.
        case ended
        /// Said something that nobody had asked for.
        case unasked
        /// A reply of so many bytes.
        case tooLong(Int)
        case system(SystemError)
    }

    /// Of what the process prints, as much is read in one exchange; more makes it wait at its pipe.
    static let mostPrinted = 256 << 10

    private let socket: Descriptor
    private let output: Descriptor
    private(set) var log = LogTail()
    /// What may still be read of the output in this exchange, in bytes.
    private var allowance = 0
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)

    init(socket: Descriptor, output: Descriptor) {
        self.socket = socket
        self.output = output
    }

    /// Sends one message and waits for the answer.
    ///
    /// - Parameter longest: The longest answer that is read, in bytes.
    func exchange(
        _ message: [UInt8], longest: Int, until deadline: SuspendingClock.Instant
    ) throws(Problem) -> [UInt8] {
        allowance = Self.mostPrinted
        drain()
        try needSilence()
        try send(WireFrame.header(of: message.count), until: deadline)
        try send(message, until: deadline)
        let length = WireFrame.length(in: try receive(WireFrame.headerLength, until: deadline))
        guard length <= longest else { throw .tooLong(length) }
        return try receive(length, until: deadline)
    }

    /// Reads what has been printed, as far as it is there.
    func drainRest() {
        allowance = Self.mostPrinted
        drain()
    }

    func close() {
        socket.close()
        output.close()
    }

    // MARK: The socket

    private func needSilence() throws(Problem) {
        guard let socket = socket.number else { throw .ended }
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, Self.quietly | Int32(MSG_PEEK))
        if count > 0 { throw .unasked }
        if count == 0 { throw .ended }
        try allowBlocked()
    }

    private func send(_ bytes: [UInt8], until deadline: SuspendingClock.Instant) throws(Problem) {
        guard let socket = socket.number else { throw .ended }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Self.quietly)
            }
            if count >= 0 {
                sent += count
            } else {
                try allowBlocked()
                try wait(for: POLLOUT, until: deadline)
            }
        }
    }

    private func receive(_ length: Int, until deadline: SuspendingClock.Instant) throws(Problem) -> [UInt8] {
        guard let socket = socket.number else { throw .ended }
        var message: [UInt8] = []
        message.reserveCapacity(Swift.min(length, chunk.count))
        while message.count < length {
            let count = recv(socket, &chunk, Swift.min(length - message.count, chunk.count), Self.quietly)
            if count > 0 {
                message += chunk[..<count]
            } else if count == 0 {
                throw .ended
            } else {
                try allowBlocked()
                try wait(for: POLLIN, until: deadline)
            }
        }
        return message
    }

    /// After a call that failed: nothing when it would only have had to wait.
    private func allowBlocked() throws(Problem) {
        switch errno {
        case EAGAIN, EINTR: break
        case EPIPE, ECONNRESET: throw .ended
        default: throw .system(SystemError(number: errno))
        }
    }

    private static let quietly = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)

    // MARK: Waiting

    /// Waits until the socket can be used, and reads meanwhile what is printed.
    private func wait(for event: Int32, until deadline: SuspendingClock.Instant) throws(Problem) {
        while true {
            guard let socket = socket.number else { throw .ended }
            let left = SuspendingClock.now.duration(to: deadline)
            guard left > .zero else { throw .late }
            var watched = [
                pollfd(fd: socket, events: Int16(event), revents: 0),
                pollfd(fd: allowance > 0 ? output.number ?? -1 : -1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&watched, nfds_t(watched.count), left.pollMilliseconds)
            if ready < 0, errno != EINTR { throw .system(SystemError(number: errno)) }
            guard ready > 0 else { continue }
            if watched[1].revents != 0 { drain() }
            if watched[0].revents != 0 { return }
        }
    }

    /// Reads what is printed, within the allowance.
    private func drain() {
        while allowance > 0, let number = output.number {
            let count = read(number, &chunk, Swift.min(allowance, chunk.count))
            if count < 0, errno == EINTR { continue }
            // At its end the pipe would be ready for ever.
            if count == 0 { output.close() }
            guard count > 0 else { return }
            allowance -= count
            log.append(chunk[..<count])
        }
    }
}

extension Duration {
    /// For poll(2): rounded up, so that nobody spins at the end of a wait.
    fileprivate var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

import Glibc

/// A connected Unix stream socket whose every wait has a deadline.
struct UnixSocket: ~Copyable {
    /// Why a system call failed: the `errno`, or nil for the deadline.
    struct Failure: Error {
        var number: Int32?
    }

    private let descriptor: Int32

    /// Connects.
    ///
    /// A listener whose backlog is full answers EAGAIN at once; that is tried again until the deadline.
    /// - Throws: ``Failure`` with the `errno` of socket(2) or connect(2); ENAMETOOLONG for a path over 107 bytes.
    init(connectingTo path: String, by deadline: Duration) throws(Failure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw Failure(number: ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let opened = socket(AF_UNIX, kind, 0)
        guard opened >= 0 else { throw Failure(number: errno) }
        do throws(Failure) {
            try Self.connect(opened, to: address, by: deadline)
        } catch {
            close(opened)
            throw error
        }
        descriptor = opened
    }

    /// Takes over one that is connected already, and closes it in the end; it must not block.
    init(adopting descriptor: Int32) { self.descriptor = descriptor }

    /// For system calls, as long as this lives.
    var lent: Int32 { descriptor }

    deinit { close(descriptor) }

    private static func connect(_ descriptor: Int32, to address: sockaddr_un, by deadline: Duration) throws(Failure) {
        var address = address
        while true {
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            if result == 0 { return }
            let number = errno
            guard number == EAGAIN || number == EINTR else { throw Failure(number: number) }
            guard monotonicTime() < deadline else { throw Failure(number: nil) }
            poll(nil, 0, 10)
        }
    }

    /// Sends all of it.
    func send(_ bytes: [UInt8], by deadline: Duration) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor, UnsafeRawBufferPointer(rebasing: buffer[sent...]).baseAddress, buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else {
                try wait(for: Int16(POLLOUT), after: errno, by: deadline)
            }
        }
    }

    /// Reads what is there, at most 32 KiB, waiting for at least one byte.
    /// - Returns: nothing when the peer closed.
    func receive(by deadline: Duration) throws(Failure) -> [UInt8] {
        while true {
            var count = 0
            var number: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 32 << 10) { buffer, filled in
                count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                number = errno
                filled = max(0, count)
            }
            if count >= 0 { return bytes }
            try wait(for: Int16(POLLIN), after: number, by: deadline)
        }
    }

    private func wait(for events: Int16, after number: Int32, by deadline: Duration) throws(Failure) {
        if number == EINTR { return }
        guard number == EAGAIN else { throw Failure(number: number) }
        var waiting = pollfd(fd: descriptor, events: events, revents: 0)
        let result = poll(&waiting, 1, milliseconds(deadline - monotonicTime()))
        if result == 0 { throw Failure(number: nil) }
        if result < 0, errno != EINTR { throw Failure(number: errno) }
    }
}

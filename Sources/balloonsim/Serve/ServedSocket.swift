import Glibc
import Simulation

/// One guest's QMP socket: it serves one client at a time, as QEMU's does; others wait in the kernel's queue.
final class ServedSocket {
    let number: Int
    let path: String
    private(set) var listener: Int32
    private(set) var client: Int32 = -1
    /// Bytes that the client has not taken yet.
    private(set) var unsent: [UInt8] = []
    /// Nil where one process serves all guests.
    private var process: ServedProcess?

    /// As QEMU's: one waits beside the one that is served.
    private static let backlog: Int32 = 1
    /// A client that does not read costs no more.
    private static let mostUnsent = 4 << 20
    /// Read at a time; the rest the next time round.
    private static let piece = 64 << 10

    /// - Parameter hasProcess: A process of its own listens, so that what the guest holds can be told.
    init(_ guest: ServedGuest, in directory: ServeDirectory, hasProcess: Bool) throws(ServeError) {
        number = guest.number
        path = directory.path("guests/\(guest.name).sock")
        listener = try Self.bound(to: path)
        do throws(ServeError) {
            if hasProcess {
                process = try ServedProcess(listeningOn: listener, backlog: Self.backlog, guest, in: directory)
            } else if listen(listener, Self.backlog) != 0 {
                throw ServeError("cannot listen at", path, errno)
            }
        } catch {
            close(listener)
            unlink(path)
            throw error
        }
    }

    func show(_ guest: ServedGuest) { process?.show(guest) }

    /// QEMU ends. One that was killed leaves the socket's file.
    func end(_ end: QEMUEnd) {
        drop()
        close(listener)
        listener = -1
        if end == .shutDown { unlink(path) }
        process?.end()
        process = nil
    }

    // MARK: The client

    /// Takes the next client that waits.
    ///
    /// - Returns: Whether there was one.
    func accept() -> Bool {
        guard client < 0, listener >= 0 else { return false }
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return false }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        client = descriptor
        return true
    }

    /// Takes one piece of what the client wrote; empty for nothing, nil for its end.
    func read() -> [UInt8]? {
        guard client >= 0 else { return [] }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, filled in
            count = recv(client, buffer.baseAddress, buffer.count, 0)
            filled = max(0, count)
        }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? [] : nil }
        return count == 0 ? nil : bytes
    }

    /// Sends what the client takes, and keeps the rest.
    ///
    /// - Returns: Whether the connection still stands.
    func write(_ bytes: [UInt8]) -> Bool {
        guard client >= 0 else { return false }
        unsent += bytes
        guard !unsent.isEmpty else { return true }
        let sent = send(client, unsent, unsent.count, Int32(MSG_NOSIGNAL))
        if sent < 0, errno != EAGAIN, errno != EINTR { return false }
        unsent.removeFirst(max(0, sent))
        return unsent.count <= Self.mostUnsent
    }

    /// Closes the connection.
    func drop() {
        guard client >= 0 else { return }
        close(client)
        client = -1
        unsent = []
    }

    private static func bound(to path: String) throws(ServeError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw ServeError("cannot bind", path, ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw ServeError("cannot make a socket for", path, errno) }
        // A QEMU that was killed has left its file.
        unlink(path)
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                bind(descriptor, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            close(descriptor)
            throw ServeError("cannot bind", path, number)
        }
        return descriptor
    }
}

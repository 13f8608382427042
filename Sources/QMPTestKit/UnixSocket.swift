import Glibc

/// Unix stream sockets, as few calls as the fakes need.
enum UnixSocket {
    /// Binds and listens as QEMU does: non-blocking, and room for one waiting client beside the one being served.
    static func listen(at path: String) throws(SocketError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw SocketError(call: "socket", number: errno, path: path) }
        guard var address = address(of: path) else {
            close(descriptor)
            throw SocketError(call: "bind", number: ENAMETOOLONG, path: path)
        }
        unlink(path)
        let bound = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { sockets in
                bind(descriptor, sockets.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 1) == 0 else {
            let number = errno
            close(descriptor)
            throw SocketError(call: "bind", number: number, path: path)
        }
        return descriptor
    }

    /// The next waiting client; nil when there is none.
    static func accept(_ listener: Int32) -> Int32? {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return descriptor
    }

    private static func address(of path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }
}

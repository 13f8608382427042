import Glibc

/// A service manager's end of `NOTIFY_SOCKET`.
final class DatagramListener {
    private let descriptor: Int32

    /// Listens at a path, or at `@` and an abstract name.
    init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 } else { bytes.append(0) }
        let address = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + bytes
        let result = address.withUnsafeBytes { raw in
            raw.baseAddress.map { bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count)) }
        }
        guard result == 0 else { throw TemporaryDirectory.Failure(number: errno) }
    }

    deinit { close(descriptor) }

    /// The next datagram, which must be there already: on a Unix socket it is when `sendto` returns.
    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
}

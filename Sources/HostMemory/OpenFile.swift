import Glibc

/// A file of the kernel, opened once and read again from its beginning each time.
///
/// The descriptor stays bound to the object it was opened for: a process number or cgroup path that is used again by
/// somebody else is not mistaken for the old one (reads then fail with `gone`). Closed with the last reference.
final class OpenFile: Sendable {
    let path: String
    private let descriptor: Int32
    /// Bytes beyond this are not read: no file of the kernel may grow the daemon.
    private let limit: Int

    init(_ path: String, limit: Int = 1 << 16) throws(HostMemoryError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path) }
        self.path = path
        self.descriptor = descriptor
        self.limit = limit
    }

    deinit { close(descriptor) }

    /// The file's text, up to `limit` bytes.
    func read() throws(HostMemoryError) -> KernelText {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < buffer.count {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(count))
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { break }
                count += got
            }
        }
        guard failure == 0 else { throw .system(failure, path) }
        return KernelText(bytes)
    }

    /// One `pread`, without looking for more: for files that the kernel writes in one piece of at most `limit` bytes.
    func readOnce() throws(HostMemoryError) -> KernelText {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var got = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            while got < 0 && errno == EINTR { got = pread(descriptor, buffer.baseAddress, buffer.count, 0) }
            if got < 0 { failure = errno }
            count = Swift.max(0, got)
        }
        guard failure == 0 else { throw .system(failure, path) }
        return KernelText(bytes)
    }

    /// The file's only number.
    func readNumber() throws(HostMemoryError) -> Int64 {
        guard let value = try read().firstNumber else { throw .malformed(path, "is not a number") }
        return value
    }
}

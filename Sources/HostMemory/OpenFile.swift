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

    /// The first two numbers of a file that the kernel writes in one piece: one `pread` into the stack, for what is read
    /// a thousand times a second. Nil when it cannot be read or does not begin with two numbers.
    func readFirstTwoNumbers() -> (Int64, Int64)? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            var count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            while count < 0 && errno == EINTR { count = pread(descriptor, buffer.baseAddress, buffer.count, 0) }
            guard count > 0 else { return nil }
            var position = 0
            guard let first = Self.number(buffer, &position, upTo: count),
                let second = Self.number(buffer, &position, upTo: count)
            else { return nil }
            return (first, second)
        }
    }

    /// Digits up to a blank; nil for anything else, and past 63 bits.
    private static func number(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ position: inout Int, upTo end: Int)
        -> Int64?
    {
        let start = position
        var value: Int64 = 0
        while position < end, bytes[position] &- UInt8(ascii: "0") < 10 {
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeToo) = product.addingReportingOverflow(Int64(bytes[position] - UInt8(ascii: "0")))
            if tooLarge || tooLargeToo { return nil }
            value = sum
            position += 1
        }
        guard position > start, position < end, bytes[position] == UInt8(ascii: " ") else { return nil }
        position += 1
        return value
    }

    /// The file's only number.
    func readNumber() throws(HostMemoryError) -> Int64 {
        guard let value = try read().firstNumber else { throw .malformed(path, "is not a number") }
        return value
    }
}

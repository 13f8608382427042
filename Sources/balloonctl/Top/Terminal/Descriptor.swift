import Glibc

/// What is waiting at a descriptor.
enum Descriptor {
    enum Read {
        case bytes([UInt8])
        case nothing
        /// The end, or the other side is gone.
        case ended
    }

    /// Reads once; the descriptor was said to be ready, or does not block.
    static func read(_ descriptor: Int32, atMost capacity: Int = 4096) -> Read {
        var count = 0
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
            count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            number = errno
            filled = max(0, count)
        }
        if count > 0 { return .bytes(bytes) }
        return count < 0 && (number == EAGAIN || number == EINTR) ? .nothing : .ended
    }
}

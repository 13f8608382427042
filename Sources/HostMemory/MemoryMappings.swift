import BalloonKit
import Glibc

/// The mappings of a QEMU process, read as a stream: a process with thousands of them costs one buffer.
struct MemoryMappings {
    /// What the process's mappings say together; nil when none of them looks like guest RAM.
    let traits: MemoryTraits?

    /// More of the file is not read: 20,000 mappings.
    private static let longest = 16 << 20

    init(smaps path: String) throws(HostMemoryError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path) }
        defer { close(descriptor) }
        var parser = MappingParser()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while total < Self.longest {
            let got = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .system(errno, path) }
            guard got > 0 else { break }
            parser.consume(chunk[..<got])
            total += got
        }
        traits = parser.finish()
    }

    /// The same from bytes at hand.
    init(_ bytes: [UInt8]) {
        var parser = MappingParser()
        parser.consume(bytes[...])
        traits = parser.finish()
    }
}

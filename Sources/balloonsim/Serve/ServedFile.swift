import Glibc

/// A file that is rewritten in place while others keep it open, as the kernel's files are.
final class ServedFile {
    let path: String
    private let descriptor: Int32
    private var written: [UInt8] = []
    private var longest = 0

    /// - Throws: ``ServeError`` when it cannot be made.
    init(_ path: String, _ text: String) throws(ServeError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ServeError("cannot make", path, errno) }
        write(text)
    }

    deinit { close(descriptor) }

    /// Replaces the text in one write, so that no reader sees half of it. What is shorter than before ends in empty lines.
    func write(_ text: String) {
        var bytes = Array(text.utf8)
        guard bytes != written else { return }
        written = bytes
        longest = max(longest, bytes.count)
        bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: longest - bytes.count)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }

    /// The number that somebody wrote; nil for anything else, as in the moment between truncating and writing.
    func readNumber() -> Int? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let text = bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
        return Int(String(decoding: text, as: UTF8.self))
    }
}

import CPolicyHost
import Glibc
import PolicyWire

/// A plugin's file, copied into memory and sealed: what was looked at is what is loaded, whatever becomes of the file.
///
/// It also lets the process give up all files, and the right to read this one, before the plugin is loaded.
struct PluginImage {
    /// A plugin is code, and a library that is linked into it at most.
    static let largest = 256 << 20

    /// For people: the file's own name.
    let name: String
    /// Where the loader finds the copy.
    let loadPath: String
    /// Lasts as long as the process, and nobody can change it.
    let bytes: UnsafeRawBufferPointer

    /// - Throws: ``Refusal`` `unreadable` for what cannot be read, `not-a-library` for what is no file or is too large.
    init(copying path: String) throws(Refusal) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        // Not to be held up by a pipe of that name.
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard source >= 0 else { throw Refusal(.unreadable, "cannot open it: \(Self.lastError)") }
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw Refusal(.unreadable, "cannot read it: \(Self.lastError)") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Refusal(.notALibrary, "it is not a file") }
        guard status.st_size > 0 else { throw Refusal(.notALibrary, "it is empty") }
        guard status.st_size <= Self.largest else {
            throw Refusal(.notALibrary, "it is larger than \(Self.largest >> 20) MiB")
        }
        let copy = policyhost_memory_file(name)
        if let problem = SystemCall.problem(copy) { throw Refusal(.unreadable, "cannot make a copy of it: \(problem)") }
        let size = try Self.copy(from: source, to: copy)
        if let problem = SystemCall.problem(policyhost_seal(copy)) {
            throw Refusal(.unreadable, "cannot seal the copy of it: \(problem)")
        }
        loadPath = "/proc/self/fd/\(copy)"
        bytes = try Self.map(copy, size)
    }

    private static func copy(from source: Int32, to copy: Int32) throws(Refusal) -> Int {
        // Unsafe because read(2) and write(2) are C's; the buffer is of the size that they are told.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var size = 0
        while true {
            let count = read(source, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Refusal(.unreadable, "cannot read it: \(lastError)") }
            guard count > 0 else { return size }
            guard write(copy, buffer.baseAddress, count) == count else {
                throw Refusal(.unreadable, "cannot make a copy of it: \(lastError)")
            }
            size += count
            guard size <= largest else { throw Refusal(.notALibrary, "it grows while it is read") }
        }
    }

    /// Unsafe because mmap(2) is C's. The file is sealed: the mapping stays as it is, and as long as it is.
    private static func map(_ copy: Int32, _ size: Int) throws(Refusal) -> UnsafeRawBufferPointer {
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, copy, 0), start != MAP_FAILED else {
            throw Refusal(.unreadable, "cannot look at it: \(lastError)")
        }
        return UnsafeRawBufferPointer(start: start, count: size)
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}

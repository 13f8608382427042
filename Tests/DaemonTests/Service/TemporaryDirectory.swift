import Glibc

/// A directory of a test's own, removed at its end.
struct TemporaryDirectory {
    let root: String

    static func with<Result>(_ body: (TemporaryDirectory) throws -> Result) throws -> Result {
        var template = Array("/tmp/balloond-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(number: errno) }
        let directory = TemporaryDirectory(
            root: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        defer { directory.remove(directory.root) }
        return try body(directory)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let parts = name.split(separator: "/")
        if parts.count > 1 { try makeDirectory(parts.dropLast().joined(separator: "/")) }
        guard let file = fopen(path(name), "w") else { throw Failure(number: errno) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(number: errno) }
    }

    func makeDirectory(_ name: String) throws {
        var whole = root
        for part in name.split(separator: "/") {
            whole += "/\(part)"
            guard mkdir(whole, 0o700) == 0 || errno == EEXIST else { throw Failure(number: errno) }
        }
    }

    func makeExecutable(_ name: String) throws {
        guard chmod(path(name), 0o755) == 0 else { throw Failure(number: errno) }
    }

    func read(_ name: String) throws -> String {
        guard let file = fopen(path(name), "r") else { throw Failure(number: errno) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Of any size.
    func readAll(_ name: String) throws -> [UInt8] {
        guard let file = fopen(path(name), "r") else { throw Failure(number: errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    func names() -> [String] { Self.names(in: root) }

    private static func names(in path: String) -> [String] {
        guard let listing = opendir(path) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func remove(_ path: String) {
        guard unlink(path) != 0 else { return }
        for name in Self.names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    struct Failure: Error { let number: Int32 }
}

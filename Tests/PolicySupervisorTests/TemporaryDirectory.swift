import Glibc

/// A directory of a test's own, removed at its end.
struct TemporaryDirectory {
    let root: String

    static func with<Result>(_ body: (TemporaryDirectory) throws -> Result) throws -> Result {
        var template = Array("/tmp/balloond-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(number: errno) }
        let directory = TemporaryDirectory(
            root: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        defer { remove(directory.root) }
        return try body(directory)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    /// - Returns: Its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: mode_t = 0o644) throws -> String {
        let bytes = Array(text.utf8)
        guard let file = fopen(path(name), "w") else { throw Failure(number: errno) }
        let count = fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        guard count == bytes.count, chmod(path(name), mode) == 0 else { throw Failure(number: errno) }
        return path(name)
    }

    func makeDirectory(_ name: String, mode: mode_t = 0o755) throws {
        guard mkdir(path(name), 0o755) == 0, chmod(path(name), mode) == 0 else { throw Failure(number: errno) }
    }

    func link(_ name: String, to target: String) throws {
        guard symlink(target, path(name)) == 0 else { throw Failure(number: errno) }
    }

    private static func remove(_ path: String) {
        guard unlink(path) != 0, let listing = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(listing) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        closedir(listing)
        for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
        rmdir(path)
    }

    struct Failure: Error { let number: Int32 }
}

import Glibc

/// A directory that is gone when the test is over.
struct TemporaryPlace: Sendable {
    private let directory: String

    struct Failure: Error {}

    init() throws {
        var template = Array("/tmp/balloond-web.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        directory = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// As a daemon that was killed leaves it.
    func makeDeadSocket(_ name: String) throws {
        guard mknod(path(name), S_IFSOCK | 0o600, 0) == 0 else { throw Failure() }
    }

    func makeFile(_ name: String) throws {
        let descriptor = creat(path(name), 0o600)
        guard descriptor >= 0 else { throw Failure() }
        close(descriptor)
    }

    func setMode(_ mode: mode_t, of path: String) { chmod(path, mode) }

    func mode(of name: String) -> mode_t {
        var status = stat()
        return lstat(path(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }

    var names: [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    func remove() {
        for name in names { unlink(path(name)) }
        rmdir(directory)
    }
}

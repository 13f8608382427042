import Glibc

/// The directory that a scenario is served in. Its path is short: a socket's has 107 bytes at most.
final class ServeDirectory {
    let root: String

    /// - Throws: ``ServeError`` when none can be made.
    init() throws(ServeError) {
        var template = Array("/tmp/balloonsim-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ServeError("cannot make a directory in", "/tmp", errno) }
        root = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    func path(_ relative: String) -> String { "\(root)/\(relative)" }

    /// Makes a folder and those above it.
    func make(_ relative: String) throws(ServeError) {
        var path = root
        for part in relative.split(separator: "/") {
            path += "/\(part)"
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw ServeError("cannot make", path, errno) }
        }
    }

    /// Removes it with all that is in it. What is a link is removed itself, not where it leads.
    func remove() { Self.remove(root) }

    static func remove(_ path: String) {
        if unlink(path) == 0 || errno == ENOENT { return }
        if let listing = opendir(path) {
            var names: [String] = []
            while let entry = readdir(listing) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            closedir(listing)
            for name in names { remove("\(path)/\(name)") }
        }
        rmdir(path)
    }
}

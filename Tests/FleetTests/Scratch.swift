import Glibc

/// A directory of a test's own, short enough for sockets below it, removed with the last reference.
final class Scratch: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/fleet-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? ""
    }

    deinit { remove(path) }

    @discardableResult
    func directory(_ name: String) -> String {
        var made = path
        for part in name.split(separator: "/") {
            made += "/\(part)"
            mkdir(made, 0o755)
        }
        return made
    }

    func write(_ text: String, to name: String) {
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fwrite(text, 1, text.utf8.count, file)
        fclose(file)
    }

    func link(_ name: String, to target: String) { symlink(target, "\(path)/\(name)") }

    /// Makes a socket file that nobody listens on.
    @discardableResult
    func socketFile(_ name: String) -> String {
        let file = "\(path)/\(name)"
        mknod(file, S_IFSOCK | 0o600, 0)
        return file
    }

    private func remove(_ path: String) {
        guard !path.isEmpty else { return }
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let child = "\(path)/\(name)"
                var status = stat()
                if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                    remove(child)
                } else {
                    unlink(child)
                }
            }
            closedir(directory)
        }
        rmdir(path)
    }
}

import Glibc

/// Small files, links and directories, each bounded; nil for what is not there or may not be read.
enum Files {
    static let limit = 1 << 20
    static let entriesLimit = 1 << 20

    static func bytes(_ path: String, limit: Int = limit) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < limit {
            let got = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            if got == 0 { break }
            bytes += buffer[..<got]
        }
        return bytes
    }

    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    /// The one word or number of a file of sysfs.
    static func word(_ path: String) -> String? {
        text(path).map { String($0.prefix { $0 != "\n" }) }
    }

    static func number(_ path: String) -> Int? { word(path).flatMap { Int($0) } }

    static func lines(_ path: String) -> [Substring]? { text(path)?.split(separator: "\n") }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(path, &buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Nil when the directory cannot be read.
    static func names(in path: String) -> [String]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < entriesLimit, let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// A file's group and permission bits.
    static func ownership(of path: String) -> (group: UInt32, mode: UInt32)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (status.st_gid, status.st_mode & 0o777)
    }

    /// The word in brackets: `none [mq-deadline] kyber`.
    static func chosen(_ text: String) -> String? {
        guard let start = text.firstIndex(of: "["), let end = text[start...].firstIndex(of: "]") else { return nil }
        return String(text[text.index(after: start)..<end])
    }
}

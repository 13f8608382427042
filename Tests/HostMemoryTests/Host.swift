import Glibc
import HostMemory

/// A recorded host, copied to a directory of the test's own, where files can be changed.
struct Host {
    let root: String

    var roots: HostRoots { HostRoots(procfs: "\(root)/proc", sysfs: "\(root)/sys") }

    static func with<Result>(_ fixture: String, _ body: (Host) throws -> Result) throws -> Result {
        var template = Array("/tmp/balloond-host-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(path: "mkdtemp", number: errno) }
        let host = Host(root: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        defer { Files.remove(host.root) }
        try Files.copy(Files.fixture(fixture), to: host.root)
        return try body(host)
    }

    func read(_ path: String) throws -> String { String(decoding: try Files.read("\(root)/\(path)"), as: UTF8.self) }

    /// Makes the file anew, so that only readers that open it again see it.
    func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    func write(_ bytes: [UInt8], to path: String) throws {
        let folders = path.split(separator: "/").dropLast()
        for count in stride(from: 1, through: folders.count, by: 1) {
            mkdir("\(root)/\(folders.prefix(count).joined(separator: "/"))", 0o755)
        }
        try Files.write(bytes, to: "\(root)/\(path)")
    }

    /// Replaces one line, found by its beginning, in place.
    func change(_ path: String, line key: String, to new: String) throws {
        let lines = try read(path).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.hasPrefix(key) }) else { throw Failure(path: "\(path): \(key)", number: 0) }
        try write(lines.map { $0.hasPrefix(key) ? new : String($0) }.joined(separator: "\n"), to: path)
    }

    func remove(_ path: String) { Files.remove("\(root)/\(path)") }

    struct Failure: Error {
        let path: String
        let number: Int32
    }
}

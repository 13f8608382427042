import Glibc
import HostMemory

/// Finds QEMU processes with a QMP Unix socket by their command lines.
///
/// Source: `/proc/PID/cmdline`, `/proc/PID/cwd`, proc(5).
struct ProcessScan: Sendable {
    let roots: HostRoots
    /// A QEMU command line of a large machine has some 20 kB.
    static let commandLineLimit = 1 << 18
    static let firstLook = 512
    static let processLimit = 1 << 20

    /// The sockets of each QEMU process, its number first. Nil when the procfs cannot be read at all.
    func run() -> [(pid: Int32, sockets: [String])]? {
        let entries = DirectoryListing.entries(in: roots.procfs, limit: Self.processLimit)
        guard !entries.isEmpty else { return nil }
        return entries.compactMap { Int32($0.name) }.filter { $0 > 0 }.sorted().compactMap { pid in
            let sockets = sockets(of: pid)
            return sockets.isEmpty ? nil : (pid, sockets)
        }
    }

    private func sockets(of pid: Int32) -> [String] {
        let path = "\(roots.procfs)/\(pid)/cmdline"
        guard let start = Self.read(path, limit: Self.firstLook), Self.looksLikeQEMU(start),
            let text = Self.read(path, limit: Self.commandLineLimit)
        else { return [] }
        let arguments = text.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        return QEMUCommandLine.sockets(in: arguments).compactMap { absolute($0, pid: pid) }
    }

    private static func looksLikeQEMU(_ commandLine: [UInt8]) -> Bool {
        let program = commandLine.prefix { $0 != 0 }
        let name = String(decoding: program.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
        return name.hasPrefix("qemu") || name == "kvm"
    }

    private func absolute(_ path: String, pid: Int32) -> String? {
        if path.hasPrefix("/") { return path }
        guard !path.isEmpty else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("\(roots.procfs)/\(pid)/cwd", &buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/" + path
    }

    private static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(limit, 1 << 14))
        while bytes.count < limit {
            let got = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            guard got > 0 else { break }
            bytes += buffer[..<got]
        }
        return bytes.isEmpty ? nil : bytes
    }
}

import BalloonKit
import Glibc
import PolicySupervisor

/// Where a plugin comes from: looked up and verified anew each time it is started, because its file may have been replaced.
struct PolicyOrigin: Sendable, Hashable {
    /// As an operator calls it.
    var name: String
    var directories: [String]
    var host: String?
    var memory: ByteCount
    var knobs: [String: Double]

    /// Reads files: not for the event loop.
    ///
    /// - Throws: ``PolicyFailure``: `.refused` or `.cannotStart`.
    func launch() throws(PolicyFailure) -> PolicyLaunch {
        let plugin = try PolicyFile.find(name, in: directories).verify()
        let host = try PolicyHostLocation.find(option: host, besides: Self.ownExecutable)
        return PolicyLaunch(host: host, plugin: plugin, knobs: knobs, memory: memory)
    }

    /// As the kernel knows it: the name that the daemon was called by may be relative, or anything.
    private static var ownExecutable: String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

import Glibc
import HostMemory

/// One look for QMP sockets at everything the settings name. Blocks on files: run it on a thread of its own.
struct DiscoveryScan: Sendable {
    struct Result: Sendable {
        /// Each socket once, those of the settings first.
        var sockets: [FoundSocket] = []
        /// To be watched for changes.
        var directories: Set<String> = []
        /// Sockets beyond the bound.
        var overLimit = 0
        /// Of processes with several sockets: those left for another one because they were busy.
        var passedOver: Set<String> = []
        var failures = 0
    }

    /// Those of shared sockets first: what is named in both lists is shared.
    let patterns: [(pattern: SocketPattern, isShared: Bool)]
    let limit: Int
    /// Nil to leave the procfs alone.
    let processes: ProcessScan?
    /// Sockets that are in use by us, and those found busy with another client.
    var held: Set<String> = []
    var busy: Set<String> = []

    init(_ settings: FleetSettings) {
        patterns =
            settings.sharedSockets.map { (SocketPattern($0), true) }
            + settings.sockets.map { (SocketPattern($0), false) }
        limit = max(0, settings.maximumGuests)
        processes = settings.scanProc ? ProcessScan(roots: settings.roots) : nil
    }

    func run() -> Result {
        var result = Result()
        var seen: Set<FoundSocket.Identity> = []
        var paths: Set<String> = []
        func add(_ path: String, isListed: Bool, isShared: Bool = false) {
            let found = FoundSocket(
                path: path, identity: Self.identity(of: path), isListed: isListed, isShared: isShared)
            if let identity = found.identity, !seen.insert(identity).inserted { return }
            guard paths.insert(path).inserted else { return }
            guard result.sockets.count < limit else { return result.overLimit += 1 }
            result.sockets.append(found)
        }
        for (pattern, isShared) in patterns {
            var expansion = PatternExpansion()
            // Some more than the bound, so that what is left out can be counted.
            pattern.expand(into: &expansion, limit: limit + 1024)
            result.directories.formUnion(expansion.directories)
            for path in expansion.sockets.sorted() { add(path, isListed: !pattern.isGlob, isShared: isShared) }
        }
        guard let processes else { return result }
        guard let found = processes.run() else {
            result.failures += 1
            return result
        }
        for process in found {
            // One socket a QEMU: a guest with two would be managed twice.
            let known = process.sockets.contains { Self.identity(of: $0).map(seen.contains) ?? false }
            guard !known, let path = choice(of: process.sockets) else { continue }
            add(path, isListed: false)
            result.passedOver.formUnion(process.sockets.filter { busy.contains($0) && $0 != path })
        }
        return result
    }

    /// The socket that serves us already, else the first that is not known to be busy, else the first.
    private func choice(of sockets: [String]) -> String? {
        sockets.first(where: held.contains) ?? sockets.first { !busy.contains($0) } ?? sockets.first
    }

    private static func identity(of path: String) -> FoundSocket.Identity? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return FoundSocket.Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }
}

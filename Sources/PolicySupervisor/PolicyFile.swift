import Glibc
import PolicyWire

/// A plugin's file: found by name, and trusted only when nobody else can have put it there.
public struct PolicyFile: Sendable, Hashable {
    /// Absolute.
    public let path: String
    /// As the policy is called in the configuration: the file's name without `.so` and without `lib`.
    public let name: String

    /// - Parameter path: Absolute.
    public init(_ path: String) {
        self.path = path
        var stem = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        if stem.hasSuffix(".so") { stem = stem.dropLast(3) }
        if stem.hasPrefix("lib"), stem.utf8.count > 3 { stem = stem.dropFirst(3) }
        name = String(stem)
    }

    // MARK: Finding

    /// The file of a policy: `NAME.so`, then `libNAME.so`, in the first directory that has one. An absolute path is itself.
    ///
    /// - Throws: ``PolicyFailure`` `.refused(.unreadable)`, with where was looked.
    public static func find(_ name: String, in directories: [String]) throws(PolicyFailure) -> PolicyFile {
        if name.hasPrefix("/") { return PolicyFile(name) }
        guard !name.isEmpty, name.utf8.count <= 128, !name.utf8.contains(0x2F), !name.utf8.contains(0) else {
            throw PolicyFailure(
                .refused(.unreadable),
                "'\(PolicyText.bounded(name, to: 128))' is neither a policy's name nor an absolute path")
        }
        for directory in directories {
            for file in ["\(name).so", "lib\(name).so"] where access("\(directory)/\(file)", F_OK) == 0 {
                return PolicyFile("\(directory)/\(file)")
            }
        }
        let places = directories.isEmpty ? "no directory is configured" : directories.joined(separator: " and ")
        throw PolicyFailure(.refused(.unreadable), "there is no \(name).so: looked in \(places)")
    }

    /// What lies in the directories, of each name the one that ``find(_:in:)`` would find, by name.
    ///
    /// - Parameter most: Files that are listed.
    public static func available(in directories: [String], most: Int = 256) -> [PolicyFile] {
        var found: [String: PolicyFile] = [:]
        for directory in directories {
            for file in entries(of: directory) where found.count < most {
                let candidate = PolicyFile("\(directory)/\(file)")
                if found[candidate.name] == nil { found[candidate.name] = candidate }
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// Names that end in `.so`, those without `lib` first.
    private static func entries(of directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < 4096, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".so"), name.utf8.count > 3, !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { ($0.hasPrefix("lib") ? 1 : 0, $0) < ($1.hasPrefix("lib") ? 1 : 0, $1) }
    }

    // MARK: Trusting

    /// Whether the file may be loaded: it, every directory above it and every link on the way must belong to root or to
    /// `owner`, and must not be writable by group or others. A sticky directory such as `/tmp` is not good enough.
    ///
    /// - Parameter owner: User number of whoever is going to load it.
    /// - Returns: The file's path without links, which is the one to load.
    /// - Throws: ``PolicyFailure`` `.refused`: `.unreadable`, or `.untrusted` with what to change.
    public func verify(owner: UInt32 = geteuid()) throws(PolicyFailure) -> String {
        try verify(owner: owner, below: "/")
    }

    /// - Parameter root: A directory that is trusted with everything above it: tests have no other way below `/tmp`.
    func verify(owner: UInt32, below root: String) throws(PolicyFailure) -> String {
        let walk = TrustedPath(owner: owner, root: root)
        let real = try walk.resolve(path)
        guard access(real, R_OK) == 0 else {
            throw PolicyFailure(.refused(.unreadable), "\(path) cannot be read: \(SystemError(number: errno))")
        }
        return real
    }
}

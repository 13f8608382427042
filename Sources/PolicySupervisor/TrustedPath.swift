import Glibc
import PolicyWire

/// Walks a path from the root, link by link, and stops at the first part that somebody else could exchange.
struct TrustedPath {
    let owner: UInt32
    /// What is trusted unseen, with everything above it.
    let root: String

    private enum Part {
        case directory
        case file
        case link(to: String)
    }

    /// More links than the kernel follows: a circle.
    private static let mostLinks = 40

    /// The path of the regular file, without links.
    ///
    /// - Throws: ``PolicyFailure`` `.refused`: `.unreadable` or `.untrusted`.
    func resolve(_ path: String) throws(PolicyFailure) -> String {
        guard path.hasPrefix("/"), path.utf8.count < Int(PATH_MAX), !path.utf8.contains(0) else {
            throw Self.unreadable("\(PolicyText.bounded(path, to: 200)) is not an absolute path")
        }
        var real: [Substring] = []
        var rest = Self.parts(path)
        var links = 0
        var last = try look(at: "/")
        while let part = rest.first {
            rest.removeFirst()
            guard part != ".." else {
                _ = real.popLast()
                continue
            }
            last = try look(at: Self.joined(real + [part]))
            switch last {
            case .link(let target):
                links += 1
                guard links <= Self.mostLinks else { throw Self.unreadable("\(path) is a circle of links") }
                if target.hasPrefix("/") { real = [] }
                rest = Self.parts(target) + rest
            case .directory, .file: real.append(part)
            }
        }
        guard case .file = last else { throw Self.unreadable("\(path) is not a file") }
        return Self.joined(real)
    }

    private static func parts(_ path: String) -> [Substring] { path.split(separator: "/").filter { $0 != "." } }

    private static func joined(_ parts: [Substring]) -> String { "/" + parts.joined(separator: "/") }

    private static func unreadable(_ sentence: String) -> PolicyFailure {
        PolicyFailure(.refused(.unreadable), sentence)
    }

    private func look(at path: String) throws(PolicyFailure) -> Part {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            throw Self.unreadable("\(path) cannot be read: \(SystemError(number: errno))")
        }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFDIR || kind == S_IFREG || kind == S_IFLNK else {
            throw Self.unreadable("\(path) is not a file")
        }
        try trust(path, status, isLink: kind == S_IFLNK)
        guard kind == S_IFLNK else { return kind == S_IFDIR ? .directory : .file }
        return .link(to: try target(of: path))
    }

    private func trust(_ path: String, _ status: stat, isLink: Bool) throws(PolicyFailure) {
        guard !isAbove(path) else { return }
        guard status.st_uid == 0 || status.st_uid == owner else {
            throw PolicyFailure(
                .refused(.untrusted),
                "\(path) belongs to user \(status.st_uid), and must belong to root or to user \(owner): chown root \(path)"
            )
        }
        // A link's own mode means nothing: who may change it is in its directory's.
        guard isLink || status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            // A sticky directory is everybody's on purpose: to change `/tmp` would harm the whole host.
            let wayOut =
                status.st_mode & S_ISVTX == 0 ? "chmod go-w \(path)" : "keep plugins in a directory of their own"
            throw PolicyFailure(
                .refused(.untrusted), "\(path) can be written to by others than its owner: \(wayOut)")
        }
    }

    private func isAbove(_ path: String) -> Bool {
        guard root != "/" else { return false }
        return path == root || path == "/" || root.hasPrefix(path + "/")
    }

    private func target(of link: String) throws(PolicyFailure) -> String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &bytes, bytes.count)
        guard count > 0 else { throw Self.unreadable("\(link) cannot be read: \(SystemError(number: errno))") }
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

import Glibc

/// A path of a QMP socket, or a glob for many; `*`, `?` and `[…]` match within one component, and not a leading dot.
///
/// Source: `fnmatch(3)` with `FNM_PERIOD`.
struct SocketPattern: Sendable, Hashable {
    let text: String
    private let components: [String]

    init(_ text: String) {
        self.text = text
        components = text.split(separator: "/").map(String.init)
    }

    var isGlob: Bool { components.contains(where: Self.isGlob) }

    /// What the pattern finds now, and which directories to watch for more.
    ///
    /// A plain path is found whether it exists or not. A directory that does not exist yet is represented by its nearest
    /// existing parent.
    func expand(into result: inout PatternExpansion, limit: Int) {
        guard isGlob else {
            result.sockets.append(text)
            result.directories.insert(Self.nearestDirectory(of: components.dropLast()))
            return
        }
        walk("", components[...], &result, limit)
    }

    private func walk(_ path: String, _ rest: ArraySlice<String>, _ result: inout PatternExpansion, _ limit: Int) {
        guard result.sockets.count < limit, result.directories.count < limit else { return result.wasCut = true }
        guard let component = rest.first else { return result.sockets.append(path) }
        let isLast = rest.count == 1
        guard Self.isGlob(component) else {
            let next = "\(path)/\(component)"
            if isLast {
                result.directories.insert(path)
                if Self.type(of: next) == S_IFSOCK { result.sockets.append(next) }
            } else if Self.type(of: next) == S_IFDIR {
                walk(next, rest.dropFirst(), &result, limit)
            } else {
                result.directories.insert(path.isEmpty ? "/" : path)
            }
            return
        }
        result.directories.insert(path.isEmpty ? "/" : path)
        for entry in DirectoryListing.entries(in: path.isEmpty ? "/" : path, limit: limit) {
            guard fnmatch(component, entry.name, FNM_PERIOD) == 0 else { continue }
            let next = "\(path)/\(entry.name)"
            // A thousand sockets are a thousand calls fewer where the directory tells what they are.
            guard entry.type ?? Self.type(of: next) == (isLast ? S_IFSOCK : S_IFDIR) else { continue }
            walk(next, rest.dropFirst(), &result, limit)
        }
    }

    private static func isGlob(_ component: String) -> Bool { component.contains { "*?[".contains($0) } }

    private static func type(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func nearestDirectory(of components: ArraySlice<String>) -> String {
        var rest = components
        while !rest.isEmpty {
            let path = "/" + rest.joined(separator: "/")
            if type(of: path) == S_IFDIR { return path }
            rest = rest.dropLast()
        }
        return "/"
    }
}

/// What patterns found.
struct PatternExpansion: Sendable {
    var sockets: [String] = []
    var directories: Set<String> = []
    var wasCut = false
}

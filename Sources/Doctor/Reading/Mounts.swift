/// A process's mounts. Source: proc(5), `/proc/PID/mountinfo`.
struct Mounts: Sendable, Hashable {
    struct Mount: Sendable, Hashable {
        var place: String
        /// `major:minor`.
        var number: String
        var type: String
        var source: String
    }

    private(set) var mounts: [Mount] = []

    init(_ lines: [Substring]) {
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count > 5, let dash = words.firstIndex(of: "-"), dash + 2 < words.count else { continue }
            mounts.append(
                Mount(
                    place: Self.plain(words[4]), number: String(words[2]), type: String(words[dash + 1]),
                    source: Self.plain(words[dash + 2])))
        }
    }

    /// The mount that a path lies in: the deepest, and of two at one place the later.
    func mount(of path: String) -> Mount? {
        var best: Mount?
        for mount in mounts where contains(mount.place, path) && mount.place.utf8.count >= best?.place.utf8.count ?? 0 {
            best = mount
        }
        return best
    }

    private func contains(_ place: String, _ path: String) -> Bool {
        place == "/" ? path.hasPrefix("/") : path == place || path.hasPrefix(place + "/")
    }

    /// Blanks are written as `\040`.
    private static func plain(_ text: Substring) -> String {
        guard text.contains("\\") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A guest's name when QEMU knows none.
enum GuestName {
    /// More than `query-name` of a sane guest has; names go into files, logs and metrics.
    static let maximumLength = 128

    /// File names that say what the socket is and not whose: the directory names the guest.
    private static let generic: Set<String> = ["qmp", "monitor", "control", "qemu", "mon"]

    /// `/run/guests/web1.sock` and `/run/guests/web1/qmp.sock` are both `web1`.
    static func ofSocket(_ path: String) -> String {
        let parts = path.split(separator: "/")
        guard let file = parts.last else { return path }
        let stem = stem(String(file))
        guard generic.contains(stem), let directory = parts.dropLast().last else { return stem }
        return String(directory)
    }

    /// A guest's own name as far as it can be shown: without control characters and of bounded length.
    static func cleaned(_ name: String) -> String? {
        let visible = name.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        let text = String(String.UnicodeScalarView(visible.prefix(maximumLength)))
        return text.allSatisfy { $0 == " " } ? nil : text
    }

    private static func stem(_ file: String) -> String {
        for suffix in [".sock", ".socket", ".qmp"] where file.hasSuffix(suffix) && file.count > suffix.count {
            return String(file.dropLast(suffix.count))
        }
        return file
    }
}

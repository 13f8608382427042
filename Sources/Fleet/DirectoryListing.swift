import Glibc

/// The entries of a directory, bounded; none when it cannot be read.
///
/// Source: `readdir(3)`.
enum DirectoryListing {
    struct Entry {
        let name: String
        /// As `S_IFMT` masks it; nil where the file system does not tell, and of a symbolic link, which may lead to anything.
        let type: mode_t?
    }

    static func entries(in path: String, limit: Int) -> [Entry] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while entries.count < limit, let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { entries.append(Entry(name: name, type: type(entry.pointee.d_type))) }
        }
        return entries
    }

    /// `d_type` is the file type of `st_mode`, twelve bits lower (`DTTOIF`).
    private static func type(_ told: UInt8) -> mode_t? {
        let type = mode_t(told) << 12
        return told == 0 || type == S_IFLNK ? nil : type
    }
}

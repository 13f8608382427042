import Glibc

/// `docs/config.example.toml`, found beside the sources.
enum Example {
    static func text(_ testFile: String = #filePath) throws -> String {
        let root = testFile.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "/\(root)/docs/config.example.toml"
        guard let file = fopen(path, "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Dotted names of all keys, also of those that are commented out (`#key = ...`, without a blank).
    static func keys(in text: String) -> [String] {
        var table = ""
        return text.split(separator: "\n").compactMap { line in
            let live = line.hasPrefix("# ") ? "" : line.drop { $0 == "#" }
            if live.hasPrefix("[") {
                table = String(live.dropFirst().prefix { $0 != "]" })
                return nil
            }
            guard let equals = live.range(of: " = ") else { return nil }
            return "\(table).\(live[..<equals])"
        }
    }

    struct Missing: Error { let path: String }
}

extension Substring {
    fileprivate func range(of text: String) -> Substring.Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}

import Glibc

/// Files of the tests, without Foundation.
enum Files {
    static func fixture(_ name: String, _ testFile: String = #filePath) -> String {
        "/" + testFile.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures/\(name)"
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Host.Failure(path: path, number: errno) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw Host.Failure(path: path, number: errno) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Host.Failure(path: path, number: errno) }
    }

    static func copy(_ from: String, to target: String) throws {
        for name in names(in: from) {
            let (source, copy) = ("\(from)/\(name)", "\(target)/\(name)")
            if isDirectory(source) {
                mkdir(copy, 0o755)
                try Self.copy(source, to: copy)
            } else {
                try write(try read(source), to: copy)
            }
        }
    }

    static func remove(_ path: String) {
        guard unlink(path) != 0 else { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    static func names(in path: String) -> [String] {
        guard let listing = opendir(path) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func isDirectory(_ path: String) -> Bool {
        guard let listing = opendir(path) else { return false }
        closedir(listing)
        return true
    }
}

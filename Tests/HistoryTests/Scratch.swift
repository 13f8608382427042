import Glibc

/// A directory that is gone after the test.
enum Scratch {
    struct Failure: Error {}

    static func with<Value>(_ body: (String) throws -> Value) throws -> Value {
        var template = Array("/tmp/balloond-history-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer {
            for file in files(in: path) { unlink("\(path)/\(file)") }
            rmdir(path)
        }
        return try body(path)
    }

    static func files(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Writes into the file, which is made if it is not there.
    static func write(_ bytes: [UInt8], to path: String, at offset: Int64 = 0) throws {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else { throw Failure() }
    }
}

import Glibc
import QMP

/// A file that readers find either as it was or whole and new.
enum FileReplacement {
    /// Writes beside it under a name that begins with a dot and ends in no known suffix, then renames.
    ///
    /// - Throws: ``ClientError`` with `.refused` when the file system does not let it; what was there stays then.
    static func write(_ text: String, to path: String) throws(ClientError) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard !name.isEmpty else { throw ClientError(.usage, "'\(path)' is a directory") }
        var template = Array("\(path.dropLast(name.count)).\(name).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(path) }
        let temporary = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        // As others may read it: collectors run as users of their own.
        let isWhole = fill(descriptor, with: text) && fchmod(descriptor, 0o644) == 0
        let problem = failure(path)
        guard close(descriptor) == 0, isWhole else {
            unlink(temporary)
            throw problem
        }
        guard rename(temporary, path) == 0 else {
            let problem = failure(path)
            unlink(temporary)
            throw problem
        }
    }

    private static func fill(_ descriptor: Int32, with text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    private static func failure(_ path: String) -> ClientError {
        ClientError(.refused(.genericError), "cannot write \(path): \(String(cString: strerror(errno)))")
    }
}

import Glibc

/// Files that a command was asked to write.
enum OutputFile {
    /// Writes all of it, over what was there.
    /// - Throws: ``ClientError`` with `.cannotWrite`.
    static func write(_ text: String, to path: String) throws(ClientError) {
        guard let file = fopen(path, "we") else { throw failure(path) }
        var text = text
        let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
        let isWritten = written == text.utf8.count
        guard fclose(file) == 0, isWritten else { throw failure(path) }
    }

    private static func failure(_ path: String) -> ClientError {
        ClientError(.cannotWrite, "\(Text.printable(path)) cannot be written: \(String(cString: strerror(errno)))")
    }
}

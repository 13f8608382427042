import Glibc
import Journal

/// A journal on disk: the file that was named, and before it the older one where that is its beginning.
struct JournalFiles {
    /// What reading them came to.
    struct Account {
        var files: [String] = []
        var lines = 0
        var unreadableLines = 0
        var firstUnreadable: String?
        var unknown = 0
    }

    private static let piece = 1 << 20

    let path: String

    /// Shows each record in order.
    ///
    /// - Throws: `JournalError` with file and line.
    func read(_ body: (JournalRecord) -> Void) throws(JournalError) -> Account {
        var account = Account()
        let older = path + ".1"
        if let header = try? Self.header(of: path), header.part > 1, let before = try? Self.header(of: older),
            before.run == header.run, before.part + 1 == header.part
        {
            try Self.read(older, &account, body)
        }
        try Self.read(path, &account, body)
        return account
    }

    private static func read(
        _ path: String, _ account: inout Account, _ body: (JournalRecord) -> Void
    ) throws(JournalError) {
        var reader = JournalReader(name: path)
        try pieces(of: path) { piece throws(JournalError) in
            try reader.feed(piece, body)
            return true
        }
        try reader.finish(body)
        account.files.append(path)
        account.lines += reader.lines
        account.unreadableLines += reader.unreadableLines
        account.firstUnreadable = account.firstUnreadable ?? reader.firstUnreadable
        account.unknown += reader.unknown
    }

    /// The header in the first line, without reading the rest.
    private static func header(of path: String) throws(JournalError) -> JournalHeader? {
        var reader = JournalReader(name: path)
        var header: JournalHeader?
        try pieces(of: path) { piece throws(JournalError) in
            try reader.feed(piece) { if header == nil, case .header(let first) = $0 { header = first } }
            return header == nil
        }
        return header
    }

    private static func pieces(
        of path: String, _ body: ([UInt8]) throws(JournalError) -> Bool
    ) throws(JournalError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: piece)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            guard count > 0, try body(Array(buffer[..<count])) else { return }
        }
    }

    private static func failure(_ path: String) -> JournalError {
        JournalError(.io, "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
}

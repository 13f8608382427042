import GRDB

/// Why the database could not be used, in SQLite's words.
struct HistoryFailure: Error, Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// The file holds no sound database: trying again cannot help.
        case damaged
        /// Written by a newer balloond: to be left alone.
        case newer
        /// The disk is full, or the file as large as it may be.
        case full
        /// A query took too long and was ended.
        case interrupted
        /// Anything else; it may pass.
        case other
    }

    var kind: Kind
    var reason: String

    init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    init(_ error: any Error) {
        if let failure = error as? HistoryFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other, "\(error)")
            return
        }
        let kind: Kind =
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged
            case .SQLITE_FULL: .full
            case .SQLITE_INTERRUPT, .SQLITE_ABORT: .interrupted
            default: .other
            }
        self.init(kind, error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
}

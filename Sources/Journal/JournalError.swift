/// Why a journal, or a line of one, cannot be read.
public struct JournalError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        /// Not a record: not JSON, or something needed is missing or of another kind.
        case malformed
        /// A record of changes to one that is not there.
        case missingBase
        /// Written by a newer balloond, in a format that this one does not know.
        case newerFormat
        /// The file does not begin as a journal does.
        case notAJournal
        /// The operating system refused.
        case io
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

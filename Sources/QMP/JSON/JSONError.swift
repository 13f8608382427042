/// Why a text from a peer is not a JSON value that this project accepts.
public struct JSONError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// Not JSON, or something follows the value.
        case syntax
        /// The text ends inside a value.
        case truncated
        /// A string that is not UTF-8.
        case invalidUTF8
        /// An object with the same key twice.
        case duplicateKey
        /// An integer that does not fit `Int64`, or a real that does not fit `Double`.
        case numberOverflow
        /// Nested deeper than ``JSONLimits/maximumDepth``.
        case tooDeep
        /// Longer than ``JSONLimits/maximumBytes``.
        case tooLarge
        /// The C library could not allocate.
        case outOfMemory
    }

    public let code: Code
    /// For people; holds at most some 160 bytes, part of which may come from the peer.
    public let message: String
    /// Where in the text, in bytes from its start.
    public let offset: Int

    public init(code: Code, message: String, offset: Int = 0) {
        self.code = code
        self.message = message
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(message) (at byte \(offset))" }
}

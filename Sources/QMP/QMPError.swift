/// What went wrong with a command or a connection, cut by what the caller can do about it.
public struct QMPError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// The peer understood and refused; nothing changed. Repeating the same will not help.
        case rejected(QMPErrorClass)
        /// The connection ended before the answer: whether the command was carried out is *unknown*. Look before repeating.
        case interrupted
        /// The peer does not speak QMP, or its answers cannot be matched any more. Only a new connection helps.
        case protocolViolation
        /// No answer within the deadline; the command may still be carried out later.
        case timedOut
        /// The caller's own mistake; nothing was sent.
        case invalidInput
    }

    public let code: Code
    /// For people. May hold up to some hundred bytes of the peer's own words.
    public let message: String
    /// The command it happened to; nil when it happened to the connection.
    public let command: String?

    public init(code: Code, message: String, command: String? = nil) {
        self.code = code
        self.message = message
        self.command = command
    }

    func during(_ command: String) -> QMPError {
        QMPError(code: code, message: message, command: self.command ?? command)
    }
}

extension QMPError: CustomStringConvertible {
    public var description: String { command.map { "\($0): \(message)" } ?? message }
}

extension QMPError {
    /// A reply that does not have the shape its command promises.
    static func malformedReply(_ detail: String) -> QMPError {
        QMPError(code: .protocolViolation, message: "malformed reply: \(detail)")
    }
}

/// A refusal, as a server answers it.
public struct QMPServerError: Error, Sendable, Hashable {
    public var errorClass: QMPErrorClass
    /// For people: what was wrong and, where it helps, what to do.
    public var description: String

    public init(_ errorClass: QMPErrorClass = .genericError, _ description: String) {
        self.errorClass = errorClass
        self.description = description
    }

    /// The answer to a command that does not exist, in QEMU's words.
    public static func commandNotFound(_ command: String) -> QMPServerError {
        QMPServerError(.commandNotFound, "The command \(QMPText.bounded(command)) has not been found")
    }
}

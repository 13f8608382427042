/// A QMP command that knows the type of its answer.
public protocol QMPCommand: Sendable {
    associatedtype Reply: Sendable

    /// The name on the wire.
    var name: String { get }
    var arguments: JSONObject { get }
    /// Whether the answer may hold QEMU's all-ones mark; see ``QMPRequest/answersStatistics``.
    static var answersStatistics: Bool { get }

    /// Reads the answer's `return`.
    ///
    /// - Throws: ``QMPError`` with `.protocolViolation` when the answer does not have the promised shape.
    static func decode(_ reply: JSONView) throws(QMPError) -> Reply
}

extension QMPCommand {
    public var arguments: JSONObject { [:] }
    public static var answersStatistics: Bool { false }
}

/// The answer of a command that only says it was accepted: `{}`.
public struct QMPAccepted: Sendable, Hashable {
    public init() {}
}

extension QMPCommand where Reply == QMPAccepted {
    public static func decode(_ reply: JSONView) throws(QMPError) -> QMPAccepted { QMPAccepted() }
}

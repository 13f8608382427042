import QMP

/// A command of the control socket: a type whose fields are the arguments.
///
/// On the wire: `{"execute": name, "arguments": {...}}`, answered by `{"return": Reply}` or an error.
public protocol ControlCommand: ControlRecord {
    associatedtype Reply: ControlValue

    /// As `execute` has it, with dashes.
    static var name: String { get }

    static var access: ControlAccess { get }
}

/// Who may use a command.
public enum ControlAccess: Sendable, Hashable {
    /// Whoever may connect: the socket's group.
    case read
    /// Root and the admin group.
    case change
}

/// The reply of a command that has nothing to say.
public struct EmptyReply: ControlRecord {
    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

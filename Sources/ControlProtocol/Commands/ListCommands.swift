import QMP

/// `query-commands`: the names of all commands; tools like `qmp-shell` ask for them to complete what is typed.
///
/// Its reply is a list, unlike all others, because QEMU's is one.
///
/// Source: QMP `query-commands`.
public struct ListCommands: ControlCommand {
    /// One command, as QEMU lists it.
    public struct Entry: ControlRecord {
        public var name: String

        public init(name: String) { self.name = name }
        public init(from fields: FieldReader) throws(FieldError) { name = try fields.required("name") }
        public func encode(to fields: inout FieldWriter) { fields.add("name", name) }
    }
    public typealias Reply = [Entry]
    public static let name = "query-commands"
    public static let access = ControlAccess.read

    /// The negotiation's own command and all of ``ControlRequest/names``.
    public static let reply: Reply = (["qmp_capabilities"] + ControlRequest.names).map(Entry.init)

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

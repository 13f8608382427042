/// A command, encoded once and sent any number of times.
///
/// The bytes hold no blanks and end in one LF: QEMU reads its socket a byte a system call, at about 3 us of its CPU each.
/// Without an id answers are matched in order, which QEMU keeps as long as out-of-band execution is off.
///
/// Source: QEMU `docs/interop/qmp-spec.txt`, section "Issuing Commands".
public struct QMPRequest: Sendable, Hashable {
    /// The command's name, for errors and logs.
    public let command: String
    /// What goes over the wire, line end included.
    public let bytes: [UInt8]
    /// The id that the answer repeats; nil to match in order.
    public let id: Int64?
    /// Whether the answer holds guest statistics, which may use 2^64 - 1 for "absent". Once a guest did so, the session
    /// reads such answers with ``JSONDocument/Integers/asReals`` at once, instead of failing first.
    public let answersStatistics: Bool

    /// - Parameters:
    ///   - command: a QMP command name.
    ///   - arguments: its arguments; left out of the request when empty.
    ///   - id: an id for the answer to repeat. Use none towards QEMU on a busy path.
    ///   - answersStatistics: see ``answersStatistics``.
    public init(_ command: String, _ arguments: JSONObject = [:], id: Int64? = nil, answersStatistics: Bool = false) {
        var object: JSONObject = ["execute": .string(command)]
        if !arguments.isEmpty { object["arguments"] = .object(arguments) }
        if let id { object["id"] = .integer(id) }
        var bytes = JSONValue.object(object).encoded()
        bytes.append(UInt8(ascii: "\n"))
        self.command = command
        self.bytes = bytes
        self.id = id
        self.answersStatistics = answersStatistics
    }

    /// Encodes a typed command; decode the answer with its own `decode`.
    public init<Command: QMPCommand>(_ command: Command, id: Int64? = nil) {
        self.init(
            command.name, command.arguments, id: id, answersStatistics: Command.answersStatistics)
    }
}

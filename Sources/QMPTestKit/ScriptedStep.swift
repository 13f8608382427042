import QMP

/// One thing a ``ScriptedQEMU`` does on a connection.
public enum ScriptedStep: Sendable {
    /// Sends QEMU's greeting.
    case greet
    /// Expects `qmp_capabilities` and accepts it.
    case negotiate
    /// Expects exactly this command, with exactly these arguments and no others, and answers `return`.
    case expect(String, JSONObject = [:], answer: JSONValue = [:])
    /// Expects exactly this command and refuses it.
    case refuse(String, JSONObject = [:], QMPServerError)
    /// Expects exactly this command and answers nothing.
    case ignore(String, JSONObject = [:])
    /// Expects exactly this command and answers with these bytes, whatever they are.
    case expectRaw(String, JSONObject = [:], answer: [UInt8])
    /// Sends these bytes unasked.
    case send([UInt8])
    /// Sends these bytes in pieces of this length, each in a write of its own.
    case sendSplit([UInt8], every: Int)
    /// Sends an event.
    case event(String, JSONObject = [:])
    /// Expects the client to close the connection without another command.
    case awaitClose
    /// Closes the connection.
    case close
}

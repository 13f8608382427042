import ControlProtocol
import QMP

/// A reply as it came, read when needed: `--json` shows fields that this version does not know.
struct Answer<Reply: ControlValue> {
    var json: JSONValue

    /// - Throws: ``ClientError`` with `.protocolError` when a field is missing or of another type.
    func value() throws(ClientError) -> Reply {
        do throws(FieldError) {
            return try Reply(json: json)
        } catch {
            throw ClientError(.protocolError, "the reply of balloond cannot be read: \(error)")
        }
    }
}

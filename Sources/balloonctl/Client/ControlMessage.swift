import QMP

/// One line from the daemon.
enum ControlMessage: Hashable {
    case greeting
    case reply(JSONValue)
    case error(QMPErrorClass, String)
    /// `line` is all of it, for `watch --json`.
    case event(name: String, data: JSONValue, line: JSONValue)

    /// Reads a line.
    /// - Throws: ``ClientError`` with `.protocolError` when it is not one of QMP.
    init(line bytes: [UInt8]) throws(ClientError) { try self.init(Self.parsed(bytes)) }

    /// What a line says, before it is known what kind of message that is: for who needs the `id` as well.
    /// - Throws: ``ClientError`` with `.protocolError` when it is no JSON.
    static func parsed(_ bytes: [UInt8]) throws(ClientError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw ClientError(.protocolError, "what answers is not balloond: \(error)")
        }
    }

    /// - Throws: ``ClientError`` with `.protocolError` when it is not a message of QMP.
    init(_ line: JSONValue) throws(ClientError) {
        if let reply = line["return"] {
            self = .reply(reply)
        } else if let error = line["error"] {
            self = .error(
                QMPErrorClass(name: error["class"]?.string ?? "GenericError"),
                Text.printable(error["desc"]?.string ?? "no description"))
        } else if let name = line["event"]?.string {
            self = .event(name: name, data: line["data"] ?? .object([:]), line: line)
        } else if line["QMP"] != nil {
            self = .greeting
        } else {
            throw ClientError(.protocolError, "what answers is not balloond: a line that is no QMP")
        }
    }
}

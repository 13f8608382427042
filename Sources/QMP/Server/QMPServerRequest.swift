/// A command that a client sent.
public struct QMPServerRequest: Sendable, Hashable {
    public let command: String
    public let arguments: JSONObject
    /// Any JSON value, to be repeated in the answer; nil when the client gave none.
    public let id: JSONValue?

    public init(command: String, arguments: JSONObject = [:], id: JSONValue? = nil) {
        self.command = command
        self.arguments = arguments
        self.id = id
    }
}

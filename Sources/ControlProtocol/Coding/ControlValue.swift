import QMP

/// What can stand in an argument or a reply of the control socket.
///
/// Both directions live in one type, because daemon and client share it: what one side writes the other reads.
public protocol ControlValue: Sendable, Hashable {
    /// Reads the value.
    /// - Parameters:
    ///   - json: what the peer sent.
    ///   - path: where it stands, for the error; `pool.total_bytes`.
    /// - Throws: ``FieldError`` when it has another type or does not fit.
    init(json: JSONValue, path: String) throws(FieldError)

    var json: JSONValue { get }
}

extension ControlValue {
    /// Reads a value that stands on its own.
    /// - Throws: ``FieldError``, see ``init(json:path:)``.
    public init(json: JSONValue) throws(FieldError) { try self.init(json: json, path: "") }
}

extension JSONValue: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) { self = json }
    public var json: JSONValue { self }
}

import QMP

/// Takes typed fields out of an object.
public struct FieldReader: Sendable {
    private let object: JSONObject
    private let path: String

    /// - Parameters:
    ///   - object: what to read.
    ///   - path: where the object stands, for errors; empty for the outermost.
    public init(_ object: JSONObject, path: String = "") {
        self.object = object
        self.path = path
    }

    /// A field that must be there.
    /// - Throws: ``FieldError`` when it is absent, null or of another type.
    public func required<Value: ControlValue>(_ key: String) throws(FieldError) -> Value {
        guard let value: Value = try optional(key) else {
            throw FieldError(path: path(to: key), expected: "a value", isMissing: true)
        }
        return value
    }

    /// A field that may be absent or null, which is nil.
    /// - Throws: ``FieldError`` when it is there with another type.
    public func optional<Value: ControlValue>(_ key: String) throws(FieldError) -> Value? {
        guard let json = object[key], !json.isNull else { return nil }
        return try Value(json: json, path: path(to: key))
    }

    private func path(to key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

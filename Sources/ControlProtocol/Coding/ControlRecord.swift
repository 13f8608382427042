import QMP

/// An object with named fields.
///
/// Reading ignores unknown fields, so that an older client understands a newer daemon; an absent field and a null one
/// are the same.
public protocol ControlRecord: ControlValue {
    /// - Throws: ``FieldError`` when a required field is absent or any field has the wrong type.
    init(from fields: FieldReader) throws(FieldError)

    func encode(to fields: inout FieldWriter)
}

extension ControlRecord {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let object = json.object else { throw FieldError(path: path, expected: "an object") }
        try self.init(from: FieldReader(object, path: path))
    }

    public var json: JSONValue {
        var fields = FieldWriter()
        encode(to: &fields)
        return .object(fields.object)
    }
}

import QMP

/// Something an operator should look at.
public struct AlarmReport: ControlRecord {
    /// Stable, in kebab case: `host-swapping`.
    public var code: String
    public var sentence: String

    public init(code: String, sentence: String) {
        self.code = code
        self.sentence = sentence
    }
    public init(from fields: FieldReader) throws(FieldError) {
        code = try fields.required("code")
        sentence = try fields.required("sentence")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("code", code)
        fields.add("sentence", sentence)
    }
}

import BalloonKit
import QMP

/// Why something was proposed, clamped or held.
public struct ReasonReport: ControlRecord {
    /// Stable, in kebab case: `idle-memory`.
    public var code: String
    /// The amount the rule speaks of.
    public var amount: ByteCount?
    public var sentence: String

    public init(code: String, amount: ByteCount? = nil, sentence: String) {
        self.code = code
        self.amount = amount
        self.sentence = sentence
    }
    public init(from fields: FieldReader) throws(FieldError) {
        code = try fields.required("code")
        amount = try fields.optional("amount_bytes")
        sentence = try fields.required("sentence")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("code", code)
        fields.add("amount_bytes", amount)
        fields.add("sentence", sentence)
    }
}

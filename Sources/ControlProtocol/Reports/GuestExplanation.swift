import BalloonKit
import QMP

/// What the last cycle decided about one guest, and why.
public struct GuestExplanation: ControlRecord {
    public var name: String
    /// `reclaim`, `grant` or `hold`.
    public var action: String
    /// Nil when nothing is to be sent.
    public var target: ByteCount?
    /// Nil when nothing was proposed.
    public var reason: ReasonReport?
    /// The guardrails that bit, in the order they ran.
    public var guardrails: [ReasonReport]
    /// All of it in one or two sentences.
    public var explanation: String
    public var inputs: GuestInputs

    public init(
        name: String, action: String, target: ByteCount? = nil, reason: ReasonReport? = nil,
        guardrails: [ReasonReport] = [], explanation: String, inputs: GuestInputs = GuestInputs()
    ) {
        self.name = name
        self.action = action
        self.target = target
        self.reason = reason
        self.guardrails = guardrails
        self.explanation = explanation
        self.inputs = inputs
    }

    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        action = try fields.required("action")
        target = try fields.optional("target_bytes")
        reason = try fields.optional("reason")
        guardrails = try fields.optional("guardrails") ?? []
        explanation = try fields.required("explanation")
        inputs = try fields.optional("inputs") ?? GuestInputs()
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("action", action)
        fields.add("target_bytes", target)
        fields.addOrNull("reason", reason)
        fields.add("guardrails", guardrails)
        fields.add("explanation", explanation)
        fields.add("inputs", inputs)
    }
}

import BalloonKit
import QMP

/// An operator's fixed target as the daemon holds it.
public struct PinReport: ControlRecord {
    public var target: ByteCount
    /// In the operator's words.
    public var reason: String?
    public var setBy: String
    /// How long it still holds; nil means until it is removed.
    public var remaining: Duration?

    public init(target: ByteCount, reason: String? = nil, setBy: String, remaining: Duration? = nil) {
        self.target = target
        self.reason = reason
        self.setBy = setBy
        self.remaining = remaining
    }

    public init(_ pin: Pin) {
        self.init(target: pin.target, reason: pin.reason, setBy: pin.setBy, remaining: pin.remaining)
    }

    public init(from fields: FieldReader) throws(FieldError) {
        target = try fields.required("target_bytes")
        reason = try fields.optional("reason")
        setBy = try fields.required("set_by")
        remaining = try fields.optional("remaining_seconds")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("target_bytes", target)
        fields.add("reason", reason)
        fields.add("set_by", setBy)
        fields.add("remaining_seconds", remaining)
    }
}

import BalloonKit
import QMP

/// A pin ran out; the guest is the policy's again.
public struct PinExpiredEvent: ControlRecord {
    public static let name = "PIN_EXPIRED"

    public var guest: String
    /// What it was pinned to.
    public var target: ByteCount
    /// In the operator's words.
    public var reason: String?
    public var setBy: String?

    public init(guest: String, target: ByteCount, reason: String? = nil, setBy: String? = nil) {
        self.guest = guest
        self.target = target
        self.reason = reason
        self.setBy = setBy
    }
    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.required("guest")
        target = try fields.required("target_bytes")
        reason = try fields.optional("reason")
        setBy = try fields.optional("set_by")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("target_bytes", target)
        fields.add("reason", reason)
        fields.add("set_by", setBy)
    }
}

import BalloonKit
import QMP

/// A guest's target was changed, or in a dry run would have been.
public struct DecisionEvent: ControlRecord {
    public static let name = "DECISION"

    public var cycle: UInt64
    public var guest: String
    /// `reclaim` or `grant`.
    public var action: String
    public var actual: ByteCount?
    public var target: ByteCount
    public var reason: ReasonReport

    public init(
        cycle: UInt64, guest: String, action: String, actual: ByteCount? = nil, target: ByteCount, reason: ReasonReport
    ) {
        self.cycle = cycle
        self.guest = guest
        self.action = action
        self.actual = actual
        self.target = target
        self.reason = reason
    }
    public init(from fields: FieldReader) throws(FieldError) {
        cycle = try fields.required("cycle")
        guest = try fields.required("guest")
        action = try fields.required("action")
        actual = try fields.optional("actual_bytes")
        target = try fields.required("target_bytes")
        reason = try fields.required("reason")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("cycle", cycle)
        fields.add("guest", guest)
        fields.add("action", action)
        fields.add("actual_bytes", actual)
        fields.add("target_bytes", target)
        fields.add("reason", reason)
    }
}

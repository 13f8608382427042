import QMP

/// The KSM ladder was climbed up or down: normal, reclaim, merge, squeeze, saturated.
public struct RungChangedEvent: ControlRecord {
    public static let name = "RUNG_CHANGED"

    public var rung: String
    public var previous: String
    public var reason: ReasonReport?

    public init(rung: String, previous: String, reason: ReasonReport? = nil) {
        self.rung = rung
        self.previous = previous
        self.reason = reason
    }
    public init(from fields: FieldReader) throws(FieldError) {
        rung = try fields.required("rung")
        previous = try fields.required("previous")
        reason = try fields.optional("reason")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("rung", rung)
        fields.add("previous", previous)
        fields.add("reason", reason)
    }
}

import BalloonKit
import QMP

/// What same-page merging does for one guest.
public struct KSMGuestYield: ControlRecord {
    public var name: String
    /// Memory of the guest that shares pages with another's or its own.
    public var merging: ByteCount?
    /// Saved less book-keeping; negative when it does not pay.
    public var profit: ByteCount?
    public var isMergeable: Bool
    /// Why it is or is not mergeable, or does not pay.
    public var reason: String?

    public init(
        name: String, merging: ByteCount? = nil, profit: ByteCount? = nil, isMergeable: Bool, reason: String? = nil
    ) {
        self.name = name
        self.merging = merging
        self.profit = profit
        self.isMergeable = isMergeable
        self.reason = reason
    }
    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        merging = try fields.optional("merging_bytes")
        profit = try fields.optional("profit_bytes")
        isMergeable = try fields.required("mergeable")
        reason = try fields.optional("reason")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("merging_bytes", merging)
        fields.add("profit_bytes", profit)
        fields.add("mergeable", isMergeable)
        fields.add("reason", reason)
    }
}

import BalloonKit
import QMP

/// A guest went from one state to another.
public struct GuestStateEvent: ControlRecord {
    public static let name = "GUEST_STATE"

    public var guest: String
    /// A `GuestState` by its raw value.
    public var state: String
    /// Nil when the guest has just appeared.
    public var previous: String?
    public var reason: String?

    public init(guest: String, state: GuestState, previous: GuestState? = nil, reason: String? = nil) {
        self.guest = guest
        self.state = state.rawValue
        self.previous = previous?.rawValue
        self.reason = reason
    }
    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.required("guest")
        state = try fields.required("state")
        previous = try fields.optional("previous")
        reason = try fields.optional("reason")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("state", state)
        fields.add("previous", previous)
        fields.add("reason", reason)
    }
}

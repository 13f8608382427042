import BalloonKit
import QMP

/// Room that an operator asked for: the reply of `reserve` and `query-reserved`.
public struct RoomReport: ControlRecord {
    /// Nothing is reserved.
    public static let none = "none"
    /// Idle memory is being reclaimed for it.
    public static let making = "making"
    /// It is free under the limit.
    public static let held = "held"
    /// Guests that came have taken all of it.
    public static let used = "used"
    /// It cannot be had, or not any more: see the reason.
    public static let short = "short"
    /// Its time is over.
    public static let expired = "expired"

    /// Zero when nothing is reserved.
    public var asked: ByteCount
    /// What guests that came after it have taken of it.
    public var taken: ByteCount
    /// Free under the limit now, the reservation not counted; negative over the limit.
    public var room: ByteCount
    /// What could be had at most: that room, and the idle memory of all guests.
    public var possible: ByteCount
    /// ``none``, ``making``, ``held``, ``used``, ``short`` or ``expired``.
    public var state: String
    /// Why it is short, and what would help, as a sentence.
    public var reason: String?
    /// Until it ends by itself.
    public var remaining: Duration?
    /// Who asked for it.
    public var setBy: String?

    public init(
        asked: ByteCount, taken: ByteCount, room: ByteCount, possible: ByteCount, state: String, reason: String? = nil,
        remaining: Duration? = nil, setBy: String? = nil
    ) {
        self.asked = asked
        self.taken = taken
        self.room = room
        self.possible = possible
        self.state = state
        self.reason = reason
        self.remaining = remaining
        self.setBy = setBy
    }

    /// What is still to be held.
    public var left: ByteCount { (asked - taken).clampedToZero }

    public init(from fields: FieldReader) throws(FieldError) {
        asked = try fields.required("asked_bytes")
        taken = try fields.required("taken_bytes")
        room = try fields.required("room_bytes")
        possible = try fields.required("possible_bytes")
        state = try fields.required("state")
        reason = try fields.optional("reason")
        remaining = try fields.optional("remaining_seconds")
        setBy = try fields.optional("set_by")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("asked_bytes", asked)
        fields.add("taken_bytes", taken)
        fields.add("room_bytes", room)
        fields.add("possible_bytes", possible)
        fields.add("state", state)
        fields.add("reason", reason)
        fields.add("remaining_seconds", remaining)
        fields.add("set_by", setBy)
    }
}

import BalloonKit
import QMP

/// `set-limits`: changes the bounds and weight of a guest; what is nil stays as it is. Stored like a pin.
public struct SetLimits: ControlCommand {
    /// The limits that hold now.
    public struct Reply: ControlRecord {
        public var guest: String
        public var floor: ByteCount
        /// Nil means the guest's own maximum.
        public var ceiling: ByteCount?
        public var shares: Int

        public init(guest: String, floor: ByteCount, ceiling: ByteCount? = nil, shares: Int) {
            self.guest = guest
            self.floor = floor
            self.ceiling = ceiling
            self.shares = shares
        }
        public init(from fields: FieldReader) throws(FieldError) {
            guest = try fields.required("guest")
            floor = try fields.required("floor_bytes")
            ceiling = try fields.optional("ceiling_bytes")
            shares = try fields.required("shares")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("guest", guest)
            fields.add("floor_bytes", floor)
            fields.add("ceiling_bytes", ceiling)
            fields.add("shares", shares)
        }
    }
    public static let name = "set-limits"
    public static let access = ControlAccess.change

    public var guest: String
    /// A percentage is of the guest's maximum.
    public var floor: TypedSize?
    /// A percentage is of the guest's maximum; `max` is that maximum.
    public var ceiling: TypedSize?
    /// 1 ... 50000, see `GuestLimits`.
    public var shares: Int?
    /// First takes back all that operators have set for this guest: the configuration's limits hold again. Absent is false.
    public var reset: Bool?

    public init(
        guest: String, floor: TypedSize? = nil, ceiling: TypedSize? = nil, shares: Int? = nil, reset: Bool? = nil
    ) {
        self.guest = guest
        self.floor = floor
        self.ceiling = ceiling
        self.shares = shares
        self.reset = reset
    }
    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.required("guest")
        floor = try fields.optional("floor")
        ceiling = try fields.optional("ceiling")
        shares = try fields.optional("shares")
        reset = try fields.optional("reset")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("floor", floor)
        fields.add("ceiling", ceiling)
        fields.add("shares", shares)
        fields.add("reset", reset)
    }
}

/// `pause`: takes one guest, or with nil the whole pool, out of automatic control; pins still hold.
public struct Pause: ControlCommand {
    public typealias Reply = EmptyReply
    public static let name = "pause"
    public static let access = ControlAccess.change

    public var guest: String?

    public init(guest: String? = nil) { self.guest = guest }
    public init(from fields: FieldReader) throws(FieldError) { guest = try fields.optional("guest") }
    public func encode(to fields: inout FieldWriter) { fields.add("guest", guest) }
}

/// `resume`: ends what ``Pause`` began; without a guest it ends the pause of the pool, not those of single guests.
public struct Resume: ControlCommand {
    public typealias Reply = EmptyReply
    public static let name = "resume"
    public static let access = ControlAccess.change

    public var guest: String?

    public init(guest: String? = nil) { self.guest = guest }
    public init(from fields: FieldReader) throws(FieldError) { guest = try fields.optional("guest") }
    public func encode(to fields: inout FieldWriter) { fields.add("guest", guest) }
}

/// `reload`: reads the configuration again, as SIGHUP does; a bad one is an error and changes nothing.
public struct Reload: ControlCommand {
    public typealias Reply = EmptyReply
    public static let name = "reload"
    public static let access = ControlAccess.change

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

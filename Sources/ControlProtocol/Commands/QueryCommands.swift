import QMP

/// `query-status`: the pool and the daemon at a glance.
public struct QueryStatus: ControlCommand {
    public typealias Reply = StatusReport
    public static let name = "query-status"
    public static let access = ControlAccess.read

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

/// `query-guests`: all guests, sorted by name, or one.
public struct QueryGuests: ControlCommand {
    public struct Reply: ControlRecord {
        public var guests: [GuestReport]

        public init(guests: [GuestReport]) { self.guests = guests }
        public init(from fields: FieldReader) throws(FieldError) { guests = try fields.required("guests") }
        public func encode(to fields: inout FieldWriter) { fields.add("guests", guests) }
    }
    public static let name = "query-guests"
    public static let access = ControlAccess.read

    /// Only this one; an unknown name is an error of class `DeviceNotFound`.
    public var guest: String?

    public init(guest: String? = nil) { self.guest = guest }
    public init(from fields: FieldReader) throws(FieldError) { guest = try fields.optional("guest") }
    public func encode(to fields: inout FieldWriter) { fields.add("guest", guest) }
}

/// `explain`: the last cycle's decision, guest by guest, with its inputs and reasons.
public struct Explain: ControlCommand {
    public struct Reply: ControlRecord {
        public var pool: PoolExplanation
        public var guests: [GuestExplanation]

        public init(pool: PoolExplanation, guests: [GuestExplanation]) {
            self.pool = pool
            self.guests = guests
        }
        public init(from fields: FieldReader) throws(FieldError) {
            pool = try fields.required("pool")
            guests = try fields.required("guests")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("pool", pool)
            fields.add("guests", guests)
        }
    }
    public static let name = "explain"
    public static let access = ControlAccess.read

    /// Only this one; an unknown name is an error of class `DeviceNotFound`.
    public var guest: String?

    public init(guest: String? = nil) { self.guest = guest }
    public init(from fields: FieldReader) throws(FieldError) { guest = try fields.optional("guest") }
    public func encode(to fields: inout FieldWriter) { fields.add("guest", guest) }
}

/// `query-ksm`: same-page merging, what it saves and costs, and which guests it pays for.
public struct QueryKSM: ControlCommand {
    public typealias Reply = KSMReport
    public static let name = "query-ksm"
    public static let access = ControlAccess.read

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

/// `watch`: turns events on or off for this connection; see ``ControlEvent``.
public struct Watch: ControlCommand {
    public typealias Reply = EmptyReply
    public static let name = "watch"
    public static let access = ControlAccess.read

    public var enable: Bool

    public init(enable: Bool) { self.enable = enable }
    public init(from fields: FieldReader) throws(FieldError) { enable = try fields.required("enable") }
    public func encode(to fields: inout FieldWriter) { fields.add("enable", enable) }
}

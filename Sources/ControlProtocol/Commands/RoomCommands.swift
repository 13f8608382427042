import BalloonKit
import QMP

/// `reserve`: makes room in the pool and holds it, before a guest starts or a migration arrives.
///
/// Held room counts as used until it is released, expires, or is taken by a guest that comes after it. One reservation at a time:
/// another size replaces it. Its reply comes at once; ``QueryRoom`` tells how far it is.
public struct ReserveRoom: ControlCommand {
    public typealias Reply = RoomReport
    public static let name = "reserve"
    public static let access = ControlAccess.change

    /// Zero releases what is held.
    public var size: TypedSize
    /// How long it is held; nil is 60 s. At most one hour: nobody should pay for a forgotten one.
    public var duration: Duration?

    public init(size: TypedSize, duration: Duration? = nil) {
        self.size = size
        self.duration = duration
    }
    public init(from fields: FieldReader) throws(FieldError) {
        size = try fields.required("size")
        duration = try fields.optional("for_seconds")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("size", size)
        fields.add("for_seconds", duration)
    }
}

/// `query-reserved`: the room that is held, and how far it is.
public struct QueryRoom: ControlCommand {
    public typealias Reply = RoomReport
    public static let name = "query-reserved"
    public static let access = ControlAccess.read

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

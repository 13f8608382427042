import QMP

/// A cycle ended: the state of the pool and of all guests.
public struct CycleEvent: ControlRecord {
    public static let name = "CYCLE"

    public var status: StatusReport
    public var guests: [GuestReport]

    public init(status: StatusReport, guests: [GuestReport]) {
        self.status = status
        self.guests = guests
    }
    public init(from fields: FieldReader) throws(FieldError) {
        status = try fields.required("status")
        guests = try fields.required("guests")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("status", status)
        fields.add("guests", guests)
    }
}

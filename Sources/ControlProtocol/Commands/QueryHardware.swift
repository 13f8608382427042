import QMP

/// `query-hardware`: what a guest's QEMU says of its hardware, asked now. For `balloonctl doctor`: the daemon holds the QMP socket
/// that would have to be asked.
public struct QueryHardware: ControlCommand {
    public typealias Reply = HardwareReport
    public static let name = "query-hardware"
    public static let access = ControlAccess.read

    /// An unknown name is an error of class `DeviceNotFound`; one that is not connected, of class `DeviceNotActive`.
    public var guest: String

    public init(guest: String) { self.guest = guest }
    public init(from fields: FieldReader) throws(FieldError) { guest = try fields.required("guest") }
    public func encode(to fields: inout FieldWriter) { fields.add("guest", guest) }
}

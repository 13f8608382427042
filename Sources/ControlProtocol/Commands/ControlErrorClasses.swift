import QMP

/// The classes of errors on the control socket: QEMU's where one fits, so that QMP clients know them.
///
/// `GenericError`: the request was understood and could not be done: a bad size, a bad argument. `CommandNotFound`: no
/// such command.
extension QMPErrorClass {
    /// No guest of that name: `DeviceNotFound`.
    public static let guestNotFound = QMPErrorClass.deviceNotFound
    /// The guest is known but cannot be worked with now, not connected or without a driver: `DeviceNotActive`.
    public static let guestNotActive = QMPErrorClass.deviceNotActive
    /// No policy of that name, be it built in or a file: `PolicyNotFound`, balloond's own.
    public static let policyNotFound = QMPErrorClass.other("PolicyNotFound")
    /// The peer may look but not change: `PermissionDenied`, balloond's own.
    public static let permissionDenied = QMPErrorClass.other("PermissionDenied")
}

import BalloonKit
import QMP

/// What a tracker tells its owner besides the bytes to write.
public enum GuestNotice: Sendable {
    case state(from: GuestState, to: GuestState)
    case event(QMPEvent)
    /// QEMU's own name for the guest became known.
    case named(String)
    /// The machine was read: a good moment to look at the process as well.
    case ready
    /// What came of the balloon command sent under this number.
    case balloon(UInt64, Result<Void, QMPError>)
    /// What QEMU said of its hardware.
    case hardware(GuestHardware)
}

import BalloonKit
import ControlProtocol

/// What the loop tells history, in the order in which it happened.
public enum HistoryEntry: Sendable {
    /// A cycle was decided.
    case cycle(CycleObservation)
    /// An operator fixed a guest's target, which was sent at once, between two cycles.
    ///
    /// - Parameters:
    ///   - account: the daemon's words for it, without the guest's name.
    case pinned(guest: String, target: ByteCount, account: String, wall: UnixTime, isDryRun: Bool)
    /// QEMU refused a target that was sent.
    case refused(guest: String, target: ByteCount, error: String)
}

import BalloonKit
import QMP

/// What happened in the fleet, told as it happens.
public struct FleetChange: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// A socket was found.
        case appeared
        /// The guest's state changed; the reason is in its sample.
        case state(from: GuestState, to: GuestState)
        /// QEMU said so.
        case event(QMPEvent)
        /// The guest was renamed, because its own name became known or another guest has it too.
        case renamed(from: String)
        /// The guest is no longer shown.
        case disappeared
    }

    /// The guest's name at that time.
    public var guest: String
    public var kind: Kind
    /// The sample's reason, for changes of state; else empty.
    public var reason: String

    public init(guest: String, kind: Kind, reason: String = "") {
        self.guest = guest
        self.kind = kind
        self.reason = reason
    }
}

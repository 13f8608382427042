/// Where a client session stands; it only moves forward.
public enum QMPClientState: Sendable, Hashable {
    /// Not started yet.
    case idle
    case awaitingGreeting
    case negotiating
    /// Commands may be sent.
    case ready
    case closed(QMPCloseReason)
}

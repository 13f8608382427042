/// Why a session is over. Every one asks for a new connection; they differ in what an operator can do.
public enum QMPCloseReason: Sendable, Hashable {
    /// Connected but never greeted: another client holds the socket, or QEMU is stopped. The two look alike from outside.
    case noGreeting
    /// Greeted, but the negotiation was refused or not answered in time.
    case negotiationFailed(QMPError)
    /// The peer's bytes cannot be understood or matched any more.
    case protocolViolation(QMPError)
    /// The peer closed the connection, or it broke.
    case disconnected
    /// The caller closed it.
    case closedLocally
}

extension QMPCloseReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noGreeting: "no greeting: the socket is busy with another client, or QEMU is stopped"
        case .negotiationFailed(let error): "negotiation failed: \(error)"
        case .protocolViolation(let error): "protocol violation: \(error)"
        case .disconnected: "connection closed by the peer"
        case .closedLocally: "closed"
        }
    }
}

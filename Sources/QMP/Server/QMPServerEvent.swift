/// What a server session tells its owner.
public enum QMPServerEvent: Sendable, Hashable {
    /// Send these bytes to the client.
    case write([UInt8])
    /// The client negotiated: from now on it may be sent events.
    case ready
    /// Carry this out, and answer through ``QMPServerSession/reply(to:with:)`` or ``QMPServerSession/refuse(_:with:)``.
    case request(QMPServerRequest)
}

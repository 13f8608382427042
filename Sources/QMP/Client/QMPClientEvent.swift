/// What a client session tells its owner.
///
/// Lent for the time of the call: `reply` holds a view into the line just received.
public enum QMPClientEvent: ~Escapable {
    /// The server greeted.
    case greeting(QMPGreeting)
    /// Send these bytes now.
    case write([UInt8])
    /// Negotiated: commands may be sent.
    case ready
    /// The `return` of the command sent under this tag.
    case reply(QMPTag, JSONView)
    /// The `return` of a ``GuestStats`` sent under this tag, read without a tree. Only for answers in QEMU's usual shape;
    /// any other comes as `reply`.
    case statistics(QMPTag, GuestStatsReply)
    /// The command sent under this tag failed; the code says whether it may have been carried out.
    case failed(QMPTag, QMPError)
    /// The answer of a command that had timed out; `succeeded` when it was no error. The session is in step again.
    case late(QMPTag, succeeded: Bool)
    /// An event of the guest.
    case event(QMPEvent)
    /// A line longer than the bound was dropped. If it was an answer, `failed` was told for its command as well.
    case oversizeLine(length: Int)
    /// The session is over and every command still open has been told as failed. Close the connection.
    case closed(QMPCloseReason)
}

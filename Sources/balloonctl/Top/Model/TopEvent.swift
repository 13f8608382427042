import ControlProtocol

/// What happened to the view.
enum TopEvent {
    case key(Key)
    case resized(Frame.Size)
    /// The daemon accepted the connection.
    case connected
    case sampled(StatusReport, [GuestReport])
    /// The last explanation of a guest, or why there is none.
    case explained(guest: String, Result<Explain.Reply, ClientError>)
    /// The past of the pool, or of a guest; nil when there is none to be had.
    case recalled(guest: String?, QueryHistory.Reply?)
    /// A change was made, as a sentence; or refused.
    case answered(Result<String, ClientError>)
    /// The connection is gone, or could not be had again, and why; when it is tried again.
    case lost(String, again: Duration? = nil)
    /// Time passed.
    case tick
}

/// What clients of the control socket did not get, since the daemon started. Confined to the event loop.
final class ClientTally {
    /// Turned away because all places were taken.
    var refused: UInt64 = 0
    /// Events not sent to a client that was behind.
    var droppedEvents: UInt64 = 0
}

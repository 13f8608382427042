/// What can happen to an answer of QEMU on its way.
public enum WireFault: String, Sendable, Hashable, CaseIterable {
    /// Comes in two to four pieces, cut anywhere, the last ones perhaps a step later.
    case split
    /// Comes in one piece with an event.
    case merged
    /// Ends in the middle, and with it the connection.
    case truncated
    /// Holds a byte that no JSON can hold.
    case malformed
    /// Is longer than any answer may be.
    case oversize
    /// Comes up to 4 s late, and everything after it waits: half of the time past the deadline.
    case delayed
    /// Carries an id that nobody sent.
    case wrongID = "wrong-id"
    /// Does not come.
    case lost
    /// Comes twice.
    case unasked
    /// Has one key twice.
    case duplicateKey = "duplicate-key"
    /// The connection ends instead; QEMU lives on.
    case disconnect
}

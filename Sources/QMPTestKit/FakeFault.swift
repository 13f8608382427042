/// A way in which a fake guest misbehaves, to be told apart by what its peer must withstand.
public enum FakeFault: Sendable, Hashable {
    /// Accepts and says nothing, as a QEMU does whose socket is held by another client, or that is stopped.
    case neverGreets
    /// Greets and negotiates, then reads without ever answering.
    case stalls
    /// Answers each command only after this time.
    case slow(Duration)
    /// Answers statistics with bytes that are no JSON.
    case garbage
    /// Answers statistics with numbers no guest can have.
    case absurd
    /// Answers statistics with nesting no parser should follow.
    case deepNesting
    /// Answers statistics with a line of this many bytes.
    case oversizeLine(Int)
    /// Sends a burst of events before each answer.
    case eventFlood(Int)
    /// Sends half of the answer to statistics and closes the connection.
    case closesInMidReply
    /// Sends answers that nobody asked for.
    case unaskedReplies
    /// Marks every statistic as absent, as QEMU does before the guest's driver is loaded.
    case absentStatistics
}

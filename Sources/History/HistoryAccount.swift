/// How history fares, for counters and the log.
public struct HistoryAccount: Sendable, Hashable {
    /// Steps and moves written since the start.
    public var steps: UInt64 = 0
    public var moves: UInt64 = 0
    /// Steps and moves lost since the start, because they could not be written in time.
    public var dropped: UInt64 = 0
    /// Attempts to write that failed since the start.
    public var failures: UInt64 = 0
    /// What keeps history from being written; nil while it is.
    public var problem: String?
    /// What was done about a damaged file, to be said once.
    public var notices: [String] = []

    public init() {}
}

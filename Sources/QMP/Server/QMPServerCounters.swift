/// What a server session has seen since it began.
public struct QMPServerCounters: Sendable, Hashable {
    public var requests: UInt64 = 0
    public var malformedMessages: UInt64 = 0
    public var oversizeMessages: UInt64 = 0
    /// Requests refused because too many waited for their answer.
    public var refusedForLoad: UInt64 = 0

    public init() {}
}

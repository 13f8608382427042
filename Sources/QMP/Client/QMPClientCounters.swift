/// What a client session has seen since it began.
public struct QMPClientCounters: Sendable, Hashable {
    public var receivedBytes: UInt64 = 0
    /// Lines of any kind, oversize ones included.
    public var lines: UInt64 = 0
    public var sentCommands: UInt64 = 0
    public var replies: UInt64 = 0
    public var errorReplies: UInt64 = 0
    public var events: UInt64 = 0
    /// Answers that came after their command had timed out.
    public var lateReplies: UInt64 = 0
    public var timeouts: UInt64 = 0
    /// Answers dropped because nothing was sent under their id.
    public var unknownIds: UInt64 = 0
    public var oversizeLines: UInt64 = 0
    /// Texts parsed a second time because of QEMU's all-ones mark.
    public var secondParses: UInt64 = 0
    /// Bytes that arrived after the session was over.
    public var bytesAfterClose: UInt64 = 0

    public init() {}
}

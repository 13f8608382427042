/// What of a plugin's answers had to be made fit, since its process started.
public struct ReplyRepairs: Sendable, Hashable {
    /// Reason codes that are none, and were replaced by `unnamed`.
    public var codesReplaced: UInt64 = 0
    /// Names and remarks that were cut, or whose control characters were taken out.
    public var textsChanged: UInt64 = 0

    public init() {}
}

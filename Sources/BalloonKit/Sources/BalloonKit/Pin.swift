/// An operator's fixed target for one guest. It wins over every policy until it is removed or expires.
public struct Pin: Sendable, Hashable {
    public var target: ByteCount
    /// In the operator's words; nil when none were given.
    public var reason: String?
    /// Who set it, as the control socket measured it (`SO_PEERCRED`).
    public var setBy: String
    /// How long it still holds; nil means until it is removed.
    public var remaining: Duration?

    public init(target: ByteCount, reason: String? = nil, setBy: String, remaining: Duration? = nil) {
        self.target = target
        self.reason = reason
        self.setBy = setBy
        self.remaining = remaining
    }
}

/// Bounds and deadlines of a client session.
public struct QMPClientLimits: Sendable, Hashable {
    public var json: JSONLimits
    /// Commands that may be open at once, those timed out but not yet answered included.
    public var maximumOpenCommands: Int
    /// From the start to the greeting.
    public var greetingTimeout: Duration
    /// From the greeting to the end of the negotiation.
    public var negotiationTimeout: Duration

    public init(
        json: JSONLimits = JSONLimits(), maximumOpenCommands: Int = 32, greetingTimeout: Duration = .seconds(2),
        negotiationTimeout: Duration = .seconds(2)
    ) {
        self.json = json
        self.maximumOpenCommands = maximumOpenCommands
        self.greetingTimeout = greetingTimeout
        self.negotiationTimeout = negotiationTimeout
    }
}

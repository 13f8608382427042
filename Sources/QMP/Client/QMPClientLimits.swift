/// Bounds and deadlines of a client session.
public struct QMPClientLimits: Sendable, Hashable {
    public var json: JSONLimits
    /// Commands that may be open at once, those timed out but not yet answered included.
    public var maximumOpenCommands: Int
    /// From the start to the greeting.
    public var greetingTimeout: Duration
    /// From the greeting to the end of the negotiation.
    public var negotiationTimeout: Duration

    /// Read the usual `guest-stats` answer by ``GuestStatsScanner`` instead of jansson. For simulations, which read
    /// millions of them; what comes over a socket is parsed by jansson.
    public var scansStatistics: Bool

    public init(
        json: JSONLimits = JSONLimits(), maximumOpenCommands: Int = 32, greetingTimeout: Duration = .seconds(2),
        negotiationTimeout: Duration = .seconds(2), scansStatistics: Bool = false
    ) {
        self.scansStatistics = scansStatistics
        self.json = json
        self.maximumOpenCommands = maximumOpenCommands
        self.greetingTimeout = greetingTimeout
        self.negotiationTimeout = negotiationTimeout
    }
}

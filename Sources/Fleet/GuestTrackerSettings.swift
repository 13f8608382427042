/// What a tracker goes by. Source: ``FleetSettings``.
public struct GuestTrackerSettings: Sendable, Hashable {
    public var statisticsInterval: Duration
    public var greetingDeadline: Duration
    public var commandDeadline: Duration
    public var freshness: Duration
    public var unmanagedGuests: Set<String>
    /// For simulations only; see ``QMPClientLimits/scansStatistics``.
    public var scansStatistics = false

    public init(_ settings: FleetSettings = FleetSettings()) {
        statisticsInterval = max(.seconds(1), settings.statisticsInterval)
        greetingDeadline = settings.greetingDeadline
        commandDeadline = settings.commandDeadline
        freshness = settings.freshness
        unmanagedGuests = settings.unmanagedGuests
    }
}

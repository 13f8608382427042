/// What a policy is told: the snapshot, and what the controller has worked out from it and from the past.
public struct Briefing: Sendable, Hashable {
    public var snapshot: Snapshot
    public var forecast: Forecast
    public var watermarks: Watermarks
    /// One for each guest of the snapshot, in the same order.
    public var assessments: [GuestAssessment]
    /// What grants may use now without crossing the limit: measured, less what earlier grants may still take.
    public var headroom: ByteCount
    /// How long the forecast has stayed below the low mark; nil while it is above.
    public var calmFor: Duration?
    /// Idle memory that is to be reclaimed so that the room an operator reserved is there; zero while it is there, and where it
    /// cannot be had. No reserve and no working set is worth it.
    public var roomToMake = ByteCount.zero
    /// What will be used 3.5 s from now, less what is in flight, should guests go on growing as their statistics tell: it rises while
    /// a guest still fills pages that it freed earlier, before used memory does. Above the limit idle memory is worth reclaiming.
    public var usedAhead = ByteCount.zero

    public init(
        snapshot: Snapshot, forecast: Forecast, watermarks: Watermarks, assessments: [GuestAssessment],
        headroom: ByteCount = .zero, calmFor: Duration? = nil
    ) {
        self.snapshot = snapshot
        self.forecast = forecast
        self.watermarks = watermarks
        self.assessments = assessments
        self.headroom = headroom
        self.calmFor = calmFor
    }
}

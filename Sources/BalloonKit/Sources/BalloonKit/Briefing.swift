/// What a policy is told: the snapshot, and what the controller has worked out from it and from the past.
public struct Briefing: Sendable, Hashable {
    public var snapshot: Snapshot
    public var forecast: Forecast
    public var watermarks: Watermarks
    /// One for each guest of the snapshot, in the same order.
    public var assessments: [GuestAssessment]

    public init(
        snapshot: Snapshot, forecast: Forecast, watermarks: Watermarks, assessments: [GuestAssessment]
    ) {
        self.snapshot = snapshot
        self.forecast = forecast
        self.watermarks = watermarks
        self.assessments = assessments
    }
}

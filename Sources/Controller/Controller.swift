import BalloonKit

/// The pure core: from what is seen and remembered to what is to be done, the same every time it is asked.
public struct Controller: Sendable {
    public let settings: ControllerSettings
    public let policy: any Policy

    public init(settings: ControllerSettings, policy: any Policy = BuiltInPolicy()) {
        self.settings = settings.normalized
        self.policy = policy
    }

    /// Takes in one sample of the fast sensor. Cheap: meant to be called ten times a second.
    ///
    /// - Returns: Whether a cycle must run at once.
    public func sense(_ pool: PoolSample, at time: MonotonicTime, state: inout ControllerState) -> Bool { false }

    /// Decides one cycle. Pure: equal arguments give equal results.
    public func decide(_ snapshot: Snapshot, state: ControllerState) -> (Decision, ControllerState) {
        let marks = settings.watermarks(of: snapshot.pool.total)
        let forecast = Forecast(used: snapshot.pool.used, slope: .zero, inFlight: .zero, predicted: snapshot.pool.used)
        let outlook = Outlook(usage: snapshot.pool.usage, within: settings.reactionTime)
        let verdicts = snapshot.guests.map {
            Verdict(
                guest: $0.sample.name, reason: Reason("no-need"), assessment: GuestAssessment(name: $0.sample.name),
                outlook: outlook)
        }
        let decision = Decision(
            cycle: snapshot.cycle, time: snapshot.time, forecast: forecast, watermarks: marks, outlook: outlook,
            verdicts: verdicts)
        return (decision, state)
    }
}

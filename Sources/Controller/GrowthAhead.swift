import BalloonKit

/// Growth that guests tell of and the pool's used memory does not show yet.
///
/// A guest that grows first fills pages that it freed earlier and that are still resident. Used memory stands still until
/// those are gone, and then rises as fast as all growing guests together: too late for balloons, which return a few hundred
/// MiB a second each, and first give what was never touched. So idle memory of others is asked for as soon as guests tell.
struct GrowthAhead {
    /// Statistics are up to a second old when they tell of growth, and two are needed; what is then asked for takes about as
    /// long again to come.
    private static let horizon = Duration.milliseconds(3500)

    /// Used memory at the horizon, should all go on growing as they do.
    let used: ByteCount
    /// Idle memory is to be reclaimed for it, so much that the pool stays between its marks; zero while the line would hold.
    let shortage: ByteCount

    init(_ briefing: Briefing) {
        var rise = ByteCount.zero
        for index in briefing.assessments.indices where briefing.assessments[index].isGrowing {
            rise += Self.rise(of: briefing.snapshot.guests[index].sample, briefing.assessments[index])
        }
        self.init(rise: rise, briefing.forecast, briefing.watermarks)
    }

    /// Of a thousand guests few grow: only those are looked at closely.
    init(_ snapshot: borrowing Snapshot, _ appraisals: [Appraisal], _ forecast: Forecast, _ marks: Watermarks) {
        var rise = ByteCount.zero
        for index in appraisals.indices where appraisals[index].assessment.isGrowing {
            rise += Self.rise(of: snapshot.guests[index].sample, appraisals[index].assessment)
        }
        self.init(rise: rise, forecast, marks)
    }

    private init(rise: ByteCount, _ forecast: Forecast, _ marks: Watermarks) {
        used = (forecast.used + rise - forecast.inFlight).clampedToZero
        shortage = used > marks.limit ? used - Goal.middle(marks) : .zero
    }

    /// What a guest will take from the host: its growth, as far as it has room to grow, without what it can fill before.
    private static func rise(of sample: GuestSample, _ assessment: GuestAssessment) -> ByteCount {
        guard let resident = assessment.resident, let workingSet = assessment.workingSet,
            let largest = assessment.ceiling ?? sample.actual
        else { return .zero }
        let growth = Swift.min(assessment.burstRate.over(horizon), (largest - workingSet).clampedToZero)
        let cache = sample.reported?.diskCaches ?? .zero
        let touched = (resident - workingSet - cache).clampedToZero
        return (growth - touched).clampedToZero
    }
}

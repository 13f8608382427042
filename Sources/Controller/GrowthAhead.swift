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

    init(_ snapshot: borrowing Snapshot, _ appraisals: [Appraisal], _ tracks: [GuestTrack], _ forecast: Forecast) {
        var rise = ByteCount.zero
        // Of a thousand guests few grow: only those are looked at closely. What nobody told of and the host alone sees may be page
        // cache that fills memory just given back, and used memory shows it anyhow.
        for index in appraisals.indices where appraisals[index].assessment.isGrowing {
            let assessment = appraisals[index].assessment
            guard assessment.isGrowth(tracks[index].statistics.burstRate) else { continue }
            rise += Self.rise(of: snapshot.guests[index].sample, assessment)
        }
        used = (forecast.used + rise - forecast.inFlight).clampedToZero
    }

    /// Idle memory to be reclaimed so that the pool stays between its marks; zero while the line would hold.
    static func shortage(_ used: ByteCount, _ marks: Watermarks) -> ByteCount {
        used > marks.limit ? used - Goal.middle(marks) : .zero
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

import BalloonKit

/// Ends reclaims that turned out larger than needed while they still run.
///
/// A jump looks like the beginning of a ramp until it ends. What was asked for on that forecast and is still being inflated
/// is asked back before the guests have paid for it.
struct CallingOff {
    private let briefing: Briefing
    private let demand: Demand
    /// Used memory as forecast, or as guests' growth tells, with what is held for an operator.
    private let spokenFor: ByteCount

    init(_ briefing: Briefing, _ demand: Demand, spokenFor: ByteCount) {
        self.briefing = briefing
        self.demand = demand
        self.spokenFor = spokenFor
    }

    /// From each guest that still inflates the same part of what is left to come, so that the forecast comes up to the middle
    /// of the marks.
    var proposals: [Proposal] {
        let surplus = Goal.middle(briefing.watermarks) - spokenFor
        let part = Swift.min(1, surplus.fraction(of: briefing.forecast.inFlight))
        var proposals: [Proposal] = []
        for (index, assessment) in briefing.assessments.enumerated() where assessment.isMovable {
            let sample = briefing.snapshot.guests[index].sample
            guard !demand.takers.contains(index), let actual = sample.actual, let target = sample.target,
                target < actual
            else { continue }
            let eased = target + (actual - target).scaled(by: part)
            guard eased - target >= BuiltInPolicy.leastCut else { continue }
            proposals.append(
                Proposal(guest: sample.name, target: eased, reason: Reason(.calledOff, amount: surplus)))
        }
        return proposals
    }
}

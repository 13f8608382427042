import BalloonKit

/// Gives slack back in calm times, towards the ceiling, so far that what one guest may then take at once still fits under the
/// low mark. A guest that is merely short of its reserve gets slack instead where that is more.
struct Relaxation {
    private static let leastStep = ByteCount.mebibytes(64)
    /// A remainder this small goes back with the last step.
    private static let crumb = ByteCount.mebibytes(32)

    private let briefing: Briefing
    private let demand: Demand

    init(_ briefing: Briefing, _ demand: Demand) {
        self.briefing = briefing
        self.demand = demand
    }

    var proposals: [Proposal] {
        let room = Swift.min(briefing.watermarks.low - briefing.spokenFor, briefing.headroom)
        // Half of it, so that whoever needs memory next finds some.
        var budget = room.scaled(by: 0.5)
        var proposals: [Proposal] = []
        for (index, assessment) in briefing.assessments.enumerated() where budget > .zero {
            let guest = briefing.snapshot.guests[index]
            guard assessment.isMovable, !demand.takers.contains(index) || demand.patient[index] != nil,
                let actual = guest.sample.actual, let ceiling = assessment.ceiling, actual < ceiling
            else { continue }
            let step = Swift.max(Self.leastStep, ceiling.scaled(by: 1.0 / 8))
            let most = Swift.min(ceiling, assessment.holding(of: guest) + room)
            var target = Swift.min(most, actual + Swift.min(step, budget))
            if most - target <= Self.crumb { target = most }
            guard target > demand.patient[index] ?? actual else { continue }
            budget -= target - actual
            proposals.append(
                Proposal(guest: guest.sample.name, target: target, reason: Reason(.calm, amount: room)))
        }
        return proposals
    }
}

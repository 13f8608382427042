import BalloonKit

/// The policy that is used unless the operator names another.
///
/// Guests in need get first. What the pool needs is taken from idle memory, from few guests if it is little and by shares if
/// it is much; only when that does not suffice and the line would be crossed, from reserves, and then from guests that hold
/// more than their fair share. What turns out not to be needed is called off; in calm times slack goes back, step by step.
public struct BuiltInPolicy: Policy {
    public static let manifest = PolicyManifest(
        name: "built-in", version: "1",
        summary: "Takes idle memory first, by shares; keeps what guests need; squeezes only to keep the line.")

    /// A cut smaller than this is not worth a guest's disturbance while larger ones can be had.
    static let leastCut = ByteCount.mebibytes(32)
    /// A reserve that can give less than this is left alone.
    static let leastTrim = ByteCount.mebibytes(16)
    /// Less than this is rounding.
    static let crumb = ByteCount.mebibytes(1)

    public init() {}
    /// Its knobs are those of ``ControllerSettings``, which guardrails share.
    public init(knobs: KnobValues) {}

    public func propose(_ briefing: Briefing) -> [Proposal] {
        let marks = briefing.watermarks
        let demand = Demand(briefing)
        let shortage = GrowthAhead.shortage(briefing.usedAhead, marks)
        let goal = Goal(
            briefing.forecast, marks, wanted: demand.wanted, headroom: briefing.headroom, reserved: briefing.roomToMake,
            ahead: shortage)
        let spokenFor = Swift.max(briefing.spokenFor, briefing.usedAhead)
        var proposals = demand.proposals
        if goal.pressure > .zero || goal.room > .zero {
            proposals += Reclaim(briefing, demand, isForGrowth: shortage > .zero).proposals(goal)
        } else if briefing.forecast.inFlight > .zero, spokenFor < marks.low {
            proposals += CallingOff(briefing, demand, spokenFor: spokenFor).proposals
        } else if let calm = briefing.calmFor, calm > .zero, spokenFor < marks.low {
            let slack = Relaxation(briefing, demand).proposals
            let relaxed = Set(slack.map(\.guest))
            // Whoever gets slack needs no reserve besides.
            proposals.removeAll { relaxed.contains($0.guest) }
            proposals += slack
        }
        return proposals
    }
}

extension Snapshot.Guest {
    /// What the guest sees, or will once a lower standing target is reached.
    var standing: ByteCount {
        let actual = sample.actual?.clampedToZero ?? .zero
        return Swift.min(actual, sample.target?.clampedToZero ?? actual)
    }

    var weight: Double {
        Double(
            Swift.min(Swift.max(limits.shares, GuestLimits.sharesRange.lowerBound), GuestLimits.sharesRange.upperBound))
    }
}

import BalloonKit

/// Who gives how much: idle memory first, then slack that may have been touched, then reserves, then what is held above
/// the fair share.
struct Reclaim {
    private struct Donor {
        var index: Int
        var weight: Double
        var holding: ByteCount
        var idle: ByteCount
        /// The part of its reserve that a squeeze may take.
        var spare: ByteCount
        /// What the guest sees now, or will once its standing target is reached.
        var standing: ByteCount
        var touched: TouchedSlack
        var take = ByteCount.zero
        /// Cut from `standing` instead of from `holding`.
        var trim = ByteCount.zero
    }

    private let briefing: Briefing
    private var donors: [Donor] = []

    init(_ briefing: Briefing, _ demand: Demand) {
        self.briefing = briefing
        for (index, assessment) in briefing.assessments.enumerated() {
            guard assessment.canGive, let workingSet = assessment.workingSet, !demand.takers.contains(index) else {
                continue
            }
            let guest = briefing.snapshot.guests[index]
            let floor = assessment.floor ?? .zero
            let touched = TouchedSlack(assessment, of: guest, holding: guest.holding)
            let least = Swift.max(floor, workingSet + assessment.squeezedReserve)
            donors.append(
                Donor(
                    index: index, weight: guest.weight, holding: guest.holding, idle: assessment.idle,
                    spare: (guest.standing - touched.slack - least).clampedToZero, standing: guest.standing,
                    touched: touched))
        }
    }

    private var isCrossing: Bool { briefing.forecast.predicted > briefing.watermarks.limit }

    func proposals(_ goal: Goal) -> [Proposal] {
        var takes = donors
        let idle = donors.reduce(ByteCount.zero) { $0 + $1.idle }
        let fromIdle = Swift.min(Swift.max(goal.pressure, goal.room), idle)
        takeIdle(fromIdle, &takes)
        var missing = goal.pressure - fromIdle
        missing -= trimSlack(missing, &takes)
        guard missing > .zero, isCrossing else { return made(takes) }
        missing -= takeSpare(missing, &takes)
        // No working set is touched on a mere forecast: over the line for a second harms less than a killed process.
        guard missing > .zero, briefing.forecast.used > briefing.watermarks.limit else { return made(takes) }
        takeAboveFairShare(missing, &takes)
        return made(takes)
    }

    /// Leaves every donor idle memory in proportion to its shares, and asks few donors if little is needed.
    private func takeIdle(_ need: ByteCount, _ takes: inout [Donor]) {
        guard need > .zero else { return }
        let left = levelled(need, takes.map { .init(lower: 0, upper: Double($0.idle.bytes), weight: $0.weight) })
        let order = takes.indices.sorted {
            let (first, second) = (
                Double(takes[$0].idle.bytes) / takes[$0].weight, Double(takes[$1].idle.bytes) / takes[$1].weight
            )
            return first == second ? $0 < $1 : first > second
        }
        var missing = need
        for index in order where missing > .zero {
            let share = takes[index].idle - left[index]
            let take = Swift.min(takes[index].idle, Swift.max(share, BuiltInPolicy.leastCut))
            takes[index].take = take
            missing -= take
        }
    }

    /// Takes slack from guests without sure idle memory, from each the same part of it. What it is expected to bring.
    private func trimSlack(_ need: ByteCount, _ takes: inout [Donor]) -> ByteCount {
        guard need > .zero else { return .zero }
        let givers = takes.indices.filter {
            takes[$0].take == .zero && takes[$0].touched.expected >= BuiltInPolicy.leastTrim
        }
        let expected = givers.reduce(ByteCount.zero) { $0 + takes[$1].touched.expected }
        // In danger all of it at once: should it bring less than expected, the next cycle must not try the same again.
        let part = isCrossing ? 1 : Swift.min(1, need.fraction(of: expected))
        for index in givers { takes[index].trim = takes[index].touched.slack.scaled(by: part) }
        return Swift.min(need, expected)
    }

    /// Takes from each the same part of what its reserve allows, as if a quarter of it were touched: what freed memory
    /// the guest still holds is in there, and the next cycle sees what came of it. What it is expected to bring.
    private func takeSpare(_ need: ByteCount, _ takes: inout [Donor]) -> ByteCount {
        let givers = takes.indices.filter { takes[$0].spare >= BuiltInPolicy.leastTrim }
        let expected = givers.reduce(ByteCount.zero) { $0 + takes[$1].spare }.scaled(by: 0.25)
        let part = Swift.min(1, need.fraction(of: expected))
        for index in givers { takes[index].trim = takes[index].touched.slack + takes[index].spare.scaled(by: part) }
        return Swift.min(need, expected)
    }

    /// Cuts guests down towards their fair share whose claim the host has refuted (what they say they need is not even
    /// resident), or that hold more than twice as much and survive it. Any other guest keeps its working set, since cutting
    /// into that kills its processes, until the pool is half way from the limit to its end: there whole guests would be killed.
    private func takeAboveFairShare(_ need: ByteCount, _ takes: inout [Donor]) {
        let shares = FairShares(briefing)
        let total = briefing.snapshot.pool.total
        let isDire =
            briefing.forecast.used > briefing.watermarks.limit + (total - briefing.watermarks.limit).scaled(by: 0.5)
        let vessels = takes.map { donor in
            let left = donor.holding - donor.take
            let assessment = briefing.assessments[donor.index]
            let claim = assessment.workingSet ?? .zero
            let share = shares[donor.index]
            let isRefuted = donor.holding < claim.scaled(by: 0.5) && !assessment.isGrowing
            let isGreedy = left > share.times(2) && survivesCut(briefing.snapshot.guests[donor.index].sample)
            let entitled = isDire || isRefuted || isGreedy ? share : Swift.max(share, claim)
            let bound = Swift.min(left, Swift.max(assessment.floor ?? .zero, entitled))
            return WaterFilling.Vessel(lower: Double(bound.bytes), upper: Double(left.bytes), weight: donor.weight)
        }
        let kept = levelled(need, vessels)
        for index in takes.indices {
            let left = takes[index].holding - takes[index].take
            takes[index].take += (left - kept[index]).clampedToZero
        }
    }

    /// A guest that swaps slows down, and one that deflates on OOM takes back what it cannot do without; any other kills.
    /// That a guest has swap is not reported, only that it was used.
    private func survivesCut(_ sample: GuestSample) -> Bool {
        sample.deflatesOnOOM || (sample.reported?.swapOut ?? .zero) > .zero
    }

    private func levelled(_ need: ByteCount, _ vessels: [WaterFilling.Vessel]) -> [ByteCount] {
        let total = vessels.reduce(0) { $0 + $1.upper } - Double(need.bytes)
        return WaterFilling.divide(Swift.max(0, total), among: vessels).map {
            ByteCount(1).scaled(by: $0.rounded(.down))
        }
    }

    /// Only `resident <= target` is sure, but a guest returns touched pages long before it comes to that: memory is asked
    /// for as if touched and untouched pages came alike. What is still missing then is asked for in the next cycle.
    private func target(of donor: Donor) -> ByteCount {
        let estimate = donor.standing - donor.touched.cut(returning: donor.take)
        return Swift.min(Swift.max(donor.holding - donor.take, estimate), donor.standing - donor.trim)
    }

    private func made(_ takes: [Donor]) -> [Proposal] {
        var proposals: [Proposal] = []
        proposals.reserveCapacity(takes.count)
        for donor in takes where Swift.max(donor.take, donor.trim) >= BuiltInPolicy.crumb {
            proposals.append(
                Proposal(
                    guest: briefing.snapshot.guests[donor.index].sample.name, target: target(of: donor),
                    reason: reason(for: donor)))
        }
        return proposals
    }

    /// The deepest of what was taken.
    private func reason(for donor: Donor) -> Reason {
        if donor.take > donor.idle { return Reason(.overFairShare, amount: donor.take - donor.idle) }
        if donor.trim > donor.touched.slack { return Reason(.squeeze, amount: donor.trim - donor.touched.slack) }
        if donor.trim > .zero { return Reason(.slack, amount: donor.touched.slack) }
        return Reason(.idleMemory, amount: donor.idle)
    }
}

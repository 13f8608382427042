import BalloonKit

/// Who gives how much: memory beyond working set and reserve first, then reserves, then what is held above the fair share.
struct Reclaim {
    private struct Donor {
        var index: Int
        var weight: Double
        var memory: TouchedMemory
        /// Working set, reserve and floor: above it lies what the guest does not need.
        var kept: ByteCount
        /// What a squeeze leaves it.
        var least: ByteCount
        /// What is expected to come back when it is cut down to `kept`.
        var offer: ByteCount
        var target: ByteCount
    }

    /// From the beginning of a burst until its guest's statistics tell of it and a grant has come.
    private static let timeToBeHeard = Duration.seconds(2)

    private let briefing: Briefing
    private var donors: [Donor] = []
    /// Why idle memory is taken.
    private let cause: Reason.Code

    init(_ briefing: Briefing, _ demand: Demand, isForGrowth: Bool = false) {
        self.briefing = briefing
        cause = Self.cause(briefing, isForGrowth)
        // Whoever makes the pool grow may not have reported it yet. Until the line is crossed any guest might be the one, and
        // keeps room for what the growth of others does not explain.
        let isOver = briefing.forecast.used > briefing.watermarks.limit
        let explained = briefing.assessments.reduce(ByteCount.zero) { $1.isGrowing ? $0 + $1.burstRate : $0 }
        let unexplained = (briefing.forecast.slope - explained).clampedToZero
        let suspicion = isOver ? .zero : unexplained.over(Self.timeToBeHeard)
        for (index, assessment) in briefing.assessments.enumerated() {
            guard assessment.canGive, let workingSet = assessment.workingSet, !demand.takers.contains(index) else {
                continue
            }
            let guest = briefing.snapshot.guests[index]
            let floor = assessment.floor ?? .zero
            let memory = TouchedMemory(assessment, of: guest)
            let squeezed =
                assessment.isSpent
                ? assessment.kept
                : Swift.max(
                    floor,
                    workingSet + Swift.max(assessment.squeezedReserve, Swift.min(assessment.reserve, suspicion)))
            let least = Swift.min(squeezed, memory.standing)
            donors.append(
                Donor(
                    index: index, weight: guest.weight, memory: memory,
                    kept: Swift.min(assessment.kept, memory.standing), least: least, offer: assessment.idle,
                    target: memory.standing))
        }
    }

    private static func cause(_ briefing: Briefing, _ isForGrowth: Bool) -> Reason.Code {
        if briefing.forecast.predicted > briefing.watermarks.high { return .idleMemory }
        if briefing.roomToMake > .zero { return .roomReserved }
        return isForGrowth ? .growthAhead : .idleMemory
    }

    private var isCrossing: Bool { briefing.forecast.predicted > briefing.watermarks.limit }
    private var isOver: Bool { briefing.forecast.used > briefing.watermarks.limit }

    func proposals(_ goal: Goal) -> [Proposal] {
        var takes = donors
        let offered = donors.reduce(ByteCount.zero) { $0 + $1.offer }
        let wanted = Swift.min(Swift.max(goal.pressure, goal.room), offered)
        takeIdle(wanted, &takes)
        var missing = goal.pressure - wanted
        guard missing > .zero, isCrossing else { return made(takes) }
        missing -= takeSpare(missing, &takes)
        // No working set is touched on a mere forecast: over the line for a second harms less than a killed process.
        guard missing > .zero, isOver else { return made(takes) }
        takeAboveFairShare(missing, &takes)
        return made(takes)
    }

    /// Leaves every donor idle memory in proportion to its shares, and asks few donors if little is needed.
    private func takeIdle(_ need: ByteCount, _ takes: inout [Donor]) {
        guard need > .zero else { return }
        let left = levelled(need, takes.map { .init(lower: 0, upper: Double($0.offer.bytes), weight: $0.weight) })
        let order = takes.indices.sorted {
            let (first, second) = (
                Double(takes[$0].offer.bytes) / takes[$0].weight, Double(takes[$1].offer.bytes) / takes[$1].weight
            )
            return first == second ? $0 < $1 : first > second
        }
        var missing = need
        for index in order where missing > .zero {
            let share = takes[index].offer - left[index]
            let take = Swift.min(takes[index].offer, Swift.max(share, BuiltInPolicy.leastCut))
            guard take >= BuiltInPolicy.crumb else { continue }
            takes[index].target = Swift.max(takes[index].memory.target(returning: take), takes[index].kept)
            missing -= take
        }
    }

    /// Takes from each the same part of what its reserve allows, as if at least a quarter of it were touched; the next cycle
    /// sees what came of it. What it is expected to bring.
    private func takeSpare(_ need: ByteCount, _ takes: inout [Donor]) -> ByteCount {
        let givers = takes.indices.filter { takes[$0].kept - takes[$0].least >= BuiltInPolicy.leastTrim }
        let expected = givers.reduce(ByteCount.zero) { sum, index in
            let donor = takes[index]
            let spare = (donor.kept - donor.least).scaled(by: 0.25)
            return sum + Swift.max(spare, donor.memory.returned(at: donor.least) - donor.offer)
        }
        let part = Swift.min(1, need.fraction(of: expected))
        for index in givers {
            let spare = takes[index].kept - takes[index].least
            takes[index].target = Swift.min(takes[index].target, takes[index].kept - spare.scaled(by: part))
        }
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
            let left = Swift.min(donor.memory.holding, donor.target)
            let assessment = briefing.assessments[donor.index]
            guard !assessment.isSpent else {
                return WaterFilling.Vessel(lower: Double(left.bytes), upper: Double(left.bytes), weight: donor.weight)
            }
            let claim = assessment.workingSet ?? .zero
            let share = shares[donor.index]
            let isRefuted = donor.memory.holding < claim.scaled(by: 0.5) && !assessment.isGrowing
            let isGreedy = left > share.times(2) && survivesCut(briefing.snapshot.guests[donor.index].sample)
            let entitled = isDire || isRefuted || isGreedy ? share : Swift.max(share, donor.least)
            let bound = Swift.min(left, Swift.max(assessment.floor ?? .zero, entitled))
            return WaterFilling.Vessel(lower: Double(bound.bytes), upper: Double(left.bytes), weight: donor.weight)
        }
        let kept = levelled(need, vessels)
        for index in takes.indices where ByteCount(Int64(vessels[index].upper)) - kept[index] >= BuiltInPolicy.crumb {
            takes[index].target = Swift.min(takes[index].target, kept[index])
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

    private func made(_ takes: [Donor]) -> [Proposal] {
        var proposals: [Proposal] = []
        proposals.reserveCapacity(takes.count)
        for donor in takes where donor.memory.standing - donor.target >= BuiltInPolicy.crumb {
            proposals.append(
                Proposal(
                    guest: briefing.snapshot.guests[donor.index].sample.name, target: donor.target,
                    reason: reason(for: donor)))
        }
        return proposals
    }

    /// The deepest of what was taken.
    private func reason(for donor: Donor) -> Reason {
        if donor.target < donor.least { return Reason(.overFairShare, amount: donor.least - donor.target) }
        if donor.target < donor.kept { return Reason(.squeeze, amount: donor.kept - donor.target) }
        return Reason(cause, amount: donor.offer)
    }
}

import BalloonKit

/// Who gives how much: idle memory first, then slack that may have been touched, then reserves, then what is held above
/// the fair share.
struct Reclaim {
    private struct Donor {
        var index: Int
        var weight: Double
        var holding: ByteCount
        var idle: ByteCount
        /// What a squeeze may take after the idle memory, without going below the working set.
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
            let holding = guest.holding
            let least = workingSet + assessment.squeezedReserve
            let spare = (holding - assessment.idle - Swift.max(floor, least)).clampedToZero
            donors.append(
                Donor(
                    index: index, weight: guest.weight, holding: holding, idle: assessment.idle, spare: spare,
                    standing: guest.standing,
                    touched: TouchedSlack(assessment, of: guest, holding: holding)))
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
        guard missing > .zero, isCrossing else { return made(takes, .idleMemory) }
        missing -= takeSpare(missing, &takes)
        guard missing > .zero else { return made(takes, .squeeze) }
        takeAboveFairShare(missing, &takes)
        return made(takes, .overFairShare)
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
        // In danger half of it counts, so that reserves make up for guests that return less.
        return Swift.min(need, expected.scaled(by: isCrossing ? 0.5 : 1))
    }

    private func takeSpare(_ need: ByteCount, _ takes: inout [Donor]) -> ByteCount {
        let total = takes.reduce(ByteCount.zero) { $0 + $1.spare }
        let wanted = Swift.min(need, total)
        let left = levelled(wanted, takes.map { .init(lower: 0, upper: Double($0.spare.bytes), weight: $0.weight) })
        for index in takes.indices { takes[index].take += takes[index].spare - left[index] }
        return wanted
    }

    /// Cuts guests above their fair share down towards it, whatever they claim to need.
    private func takeAboveFairShare(_ need: ByteCount, _ takes: inout [Donor]) {
        let shares = FairShares(briefing)
        let vessels = takes.map { donor in
            let left = donor.holding - donor.take
            let floor = briefing.assessments[donor.index].floor ?? .zero
            // A guest cannot pretend to grow for long: its working set is at most what it sees.
            let isGrowing = briefing.assessments[donor.index].isGrowing
            let bound = isGrowing ? left : Swift.min(left, Swift.max(floor, shares[donor.index]))
            return WaterFilling.Vessel(lower: Double(bound.bytes), upper: Double(left.bytes), weight: donor.weight)
        }
        let kept = levelled(need, vessels)
        for index in takes.indices {
            let left = takes[index].holding - takes[index].take
            takes[index].take += (left - kept[index]).clampedToZero
        }
    }

    private func levelled(_ need: ByteCount, _ vessels: [WaterFilling.Vessel]) -> [ByteCount] {
        let total = vessels.reduce(0) { $0 + $1.upper } - Double(need.bytes)
        return WaterFilling.divide(Swift.max(0, total), among: vessels).map {
            ByteCount(1).scaled(by: $0.rounded(.down))
        }
    }

    /// Only `resident <= target` is sure, but a guest returns touched pages long before it comes to that: idle memory is
    /// asked for as if touched and untouched pages came alike. What is still missing then is asked for in the next cycle.
    private func target(of donor: Donor, for code: Reason.Code) -> ByteCount {
        let sure = donor.holding - donor.take
        guard code == .idleMemory else { return sure }
        return Swift.max(sure, donor.standing - donor.touched.cut(returning: donor.take))
    }

    private func made(_ takes: [Donor], _ deepest: Reason.Code) -> [Proposal] {
        var proposals: [Proposal] = []
        proposals.reserveCapacity(takes.count)
        for donor in takes where donor.take < BuiltInPolicy.crumb && donor.trim >= BuiltInPolicy.crumb {
            proposals.append(
                Proposal(
                    guest: briefing.snapshot.guests[donor.index].sample.name, target: donor.standing - donor.trim,
                    reason: Reason(.slack, amount: donor.touched.slack)))
        }
        for donor in takes where donor.take >= BuiltInPolicy.crumb {
            let code =
                donor.take <= donor.idle ? .idleMemory : donor.take <= donor.idle + donor.spare ? .squeeze : deepest
            proposals.append(
                Proposal(
                    guest: briefing.snapshot.guests[donor.index].sample.name, target: target(of: donor, for: code),
                    reason: Reason(code, amount: code == .idleMemory ? donor.idle : donor.take)))
        }
        return proposals
    }
}

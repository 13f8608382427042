import BalloonKit

/// Which guests need memory now, and how much.
struct Demand: Sendable {
    /// Ordered by need: distress first.
    private(set) var proposals: [Proposal] = []
    /// By how much all of them are to grow.
    private(set) var wanted = ByteCount.zero
    /// Positions of the guests that get.
    private(set) var takers: Set<Int> = []
    /// Of them, those that are short of a reserve and of nothing else, and what they get.
    private(set) var patient: [Int: ByteCount] = [:]

    init(_ briefing: Briefing) {
        let middle = Goal.middle(briefing.watermarks)
        let isScarce = briefing.forecast.predicted > middle
        var needy: [(index: Int, target: ByteCount, code: Reason.Code, rank: Int)] = []
        for (index, assessment) in briefing.assessments.enumerated() {
            guard assessment.isMovable, assessment.isInDistress || assessment.shortage > .zero else { continue }
            let sample = briefing.snapshot.guests[index].sample
            guard let actual = sample.actual, let workingSet = assessment.workingSet,
                let need = Self.need(of: assessment, workingSet, mustWait: briefing.spokenFor > middle)
            else { continue }
            let target = Swift.min(need.target, assessment.ceiling ?? need.target)
            let isEasing = (sample.target ?? actual) < Swift.min(actual, target)
            let isGrant = target > actual && (target > sample.target ?? .zero || actual < (sample.target ?? .zero))
            guard isGrant || isEasing else { continue }
            needy.append((index, target, need.code, need.rank))
        }
        guard !needy.isEmpty else { return }
        let shares = isScarce ? FairShares(briefing, growing: Set(needy.map(\.index))) : nil
        needy.sort { ($0.rank, $0.index) < ($1.rank, $1.index) }
        var free = briefing.headroom
        // A reserve goes back as far as that does not call for a reclaim again.
        var spare = (middle - briefing.spokenFor).clampedToZero
        for entry in needy {
            let guest = briefing.snapshot.guests[entry.index]
            guard let actual = guest.sample.actual else { continue }
            var wished = entry.target
            if entry.rank == Self.lastRank { wished = Swift.min(wished, Swift.max(actual + spare, guest.standing)) }
            let entitled = shares.map { Swift.min(wished, $0[entry.index]) } ?? wished
            // Shares say what may be taken from others for it; what nobody holds it may have in any case.
            let target = Swift.max(entitled, Swift.min(wished, actual + free))
            guard target > actual || target > guest.standing else { continue }
            let growth = (target - actual).clampedToZero
            free = (free - growth).clampedToZero
            spare = (spare - growth).clampedToZero
            wanted += growth
            takers.insert(entry.index)
            if entry.rank == Self.lastRank { patient[entry.index] = target }
            proposals.append(
                Proposal(
                    guest: guest.sample.name, target: target,
                    reason: Reason(entry.code, amount: briefing.assessments[entry.index].shortage)))
        }
    }

    /// Short of a reserve, and nothing else.
    private static let lastRank = 2

    /// A guest that grows or suffers gets twice its reserve, so that the next statistics do not come too late for it; a
    /// guest that is merely short gets its reserve, and waits for it while memory is
    /// scarce or reserved.
    private static func need(
        of assessment: GuestAssessment, _ workingSet: ByteCount, mustWait: Bool
    ) -> (target: ByteCount, code: Reason.Code, rank: Int)? {
        let reserve = assessment.reserve
        if assessment.isInDistress { return (workingSet + reserve.times(2), .distress, 0) }
        if assessment.isGrowing { return (workingSet + reserve.times(2), .growing, 1) }
        return mustWait ? nil : (workingSet + reserve, .shortOfReserve, lastRank)
    }
}

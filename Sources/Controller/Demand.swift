import BalloonKit

/// Which guests need memory now, and how much.
struct Demand: Sendable {
    /// What one guest in need is to come to.
    private struct Want {
        var index: Int
        var actual: ByteCount
        /// With its reserve: what keeps it alive until it is heard again.
        var least: ByteCount
        var target: ByteCount
        var code: Reason.Code
        var rank: Int
    }

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
        var needy: [Want] = []
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
            let least = Swift.min(workingSet + assessment.reserve, target)
            needy.append(
                Want(index: index, actual: actual, least: least, target: target, code: need.code, rank: need.rank))
        }
        guard !needy.isEmpty else { return }
        let shares = isScarce ? FairShares(briefing, growing: Set(needy.map(\.index))) : nil
        var free = briefing.headroom
        // A reserve goes back as far as that does not call for a reclaim again.
        var spare = (middle - briefing.spokenFor).clampedToZero
        for rank in 0...Self.lastRank {
            let peers = needy.filter { $0.rank == rank }
            for (want, part) in zip(peers, Self.parts(of: free, peers)) {
                let guest = briefing.snapshot.guests[want.index]
                var wished = want.target
                if rank == Self.lastRank { wished = Swift.min(wished, Swift.max(want.actual + spare, guest.standing)) }
                let entitled = shares.map { Swift.min(wished, $0[want.index]) } ?? wished
                // Shares say what may be taken from others for it; what nobody holds it may have in any case.
                let target = Swift.max(entitled, Swift.min(wished, want.actual + part))
                guard target > want.actual || target > guest.standing else { continue }
                let growth = (target - want.actual).clampedToZero
                free = (free - growth).clampedToZero
                spare = (spare - growth).clampedToZero
                wanted += growth
                takers.insert(want.index)
                if rank == Self.lastRank { patient[want.index] = target }
                proposals.append(
                    Proposal(
                        guest: guest.sample.name, target: target,
                        reason: Reason(want.code, amount: briefing.assessments[want.index].shortage)))
            }
        }
    }

    /// What each of guests in like need may have of `headroom`: its reserve before any gets more. Where that does not suffice
    /// for all, those that are served are served well enough to live.
    private static func parts(of headroom: ByteCount, _ peers: [Want]) -> [ByteCount] {
        var left = headroom
        var parts = [ByteCount](repeating: .zero, count: peers.count)
        for isComfort in [false, true] {
            for (index, want) in peers.enumerated() {
                let goal = isComfort ? want.target : want.least
                let part = Swift.min(left, (goal - want.actual - parts[index]).clampedToZero)
                parts[index] += part
                left -= part
            }
        }
        return parts
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

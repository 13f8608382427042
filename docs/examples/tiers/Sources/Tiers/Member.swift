import BalloonKit

/// A guest with its tier, as far as a policy may move it.
struct Member {
    let tier: Tier
    let actual: ByteCount
    let ceiling: ByteCount
    /// A target below what it sees that is still to be reached.
    let standing: ByteCount
    let assessment: GuestAssessment

    var name: String { assessment.name }

    /// Nil for a guest of which nothing is known.
    init?(_ guest: Snapshot.Guest, _ assessment: GuestAssessment) {
        guard let actual = guest.sample.actual, let ceiling = assessment.ceiling else { return nil }
        tier = Tier(of: guest)
        self.actual = actual
        self.ceiling = ceiling
        standing = min(actual, guest.sample.target ?? actual)
        self.assessment = assessment
    }

    /// What comes back without the guest missing it.
    var idle: ByteCount { assessment.canGive ? assessment.idle : .zero }

    /// What it should see so as to suffer no longer; nil while it does not.
    var need: ByteCount? {
        guard assessment.isMovable, assessment.isInDistress, let workingSet = assessment.workingSet else { return nil }
        let need = min(workingSet + assessment.reserve.times(2), ceiling)
        return need > actual ? need : nil
    }

    /// By how much that would make it grow.
    var growth: ByteCount { need.map { $0 - actual } ?? .zero }

    /// What it holds when its idle memory is gone.
    var kept: ByteCount { min(assessment.kept, standing) }

    /// How much less than that it can do with when it is left a part of its reserve.
    func spare(leaving part: Double) -> ByteCount {
        guard assessment.canGive, !assessment.isSpent, let workingSet = assessment.workingSet else { return .zero }
        let least = max(workingSet + assessment.reserve.scaled(by: part), assessment.floor ?? .zero)
        return (kept - least).clampedToZero
    }

    func proposal(_ target: ByteCount, _ code: Reason.Code, _ amount: ByteCount) -> Proposal {
        Proposal(guest: name, target: target, reason: Reason(code, amount: amount, remark: tier.rawValue))
    }
}

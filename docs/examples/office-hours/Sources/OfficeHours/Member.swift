import BalloonKit

/// A guest as this policy sees it: how much is its part at this hour, and what it could spare beyond that.
struct Member {
    let name: String
    let isAtWork: Bool
    let isMovable: Bool
    let actual: ByteCount
    let ceiling: ByteCount
    /// What it should not fall below at this hour.
    let part: ByteCount
    /// What a reclaim leaves it: its part, and all that it needs.
    let least: ByteCount
    /// What the host gets back when it is cut down to `least`.
    let offer: ByteCount

    /// Nil for a guest of which nothing is known.
    init?(_ guest: Snapshot.Guest, _ assessment: GuestAssessment, isAtWork: Bool, share: Double) {
        guard let actual = guest.sample.actual, let ceiling = assessment.ceiling else { return nil }
        name = assessment.name
        self.isAtWork = isAtWork
        isMovable = assessment.isMovable
        self.actual = actual
        self.ceiling = ceiling
        part = ceiling.scaled(by: share)
        least = max(part, assessment.kept)
        // Cut down to `kept` it returns `idle`: what lies above the two together was never touched and returns nothing.
        offer = assessment.canGive ? (assessment.kept + assessment.idle - least).clampedToZero : .zero
    }
}

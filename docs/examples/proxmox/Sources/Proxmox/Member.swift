import BalloonKit

/// A guest as Proxmox VE's rule sees it: a size, two bounds, a weight, and what it calls free.
struct Member {
    let name: String
    let actual: ByteCount
    let minimum: ByteCount
    let maximum: ByteCount
    let shares: Int
    /// More than a quarter of its minimum is free: it can give, and need not get. Who says nothing has nothing.
    let isComfortable: Bool
    /// Where this round has brought it so far.
    var target: ByteCount

    /// Nil for a guest that has no size, no minimum or no weight, or is not to be moved: the rule knows no other.
    init?(_ guest: Snapshot.Guest, _ assessment: GuestAssessment) {
        guard assessment.isMovable, let actual = guest.sample.actual, let floor = assessment.floor,
            let ceiling = assessment.ceiling, floor > .zero, guest.limits.shares > 0
        else { return nil }
        name = assessment.name
        self.actual = actual
        minimum = floor
        maximum = ceiling
        shares = guest.limits.shares
        let free = guest.sample.reported?.free ?? .zero
        isComfortable = free > floor.scaled(by: 0.25) && actual >= floor
        target = actual
    }
}

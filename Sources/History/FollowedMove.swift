import BalloonKit
import ControlProtocol

/// A target that was sent and whose effect is awaited.
struct FollowedMove: Sendable, Hashable {
    let key: MoveKey
    let sent: MonotonicTime
    let target: ByteCount
    /// What the guest had when it was decided.
    let actual: ByteCount?
    let resident: ByteCount?
    /// When it was first seen at its target.
    var arrived: MonotonicTime?

    /// Nearer than this is there: drivers move whole blocks, and another cycle may nudge the last of it.
    var tolerance: ByteCount { Swift.max(.mebibytes(1), change.magnitude.scaled(by: 0.02)) }

    /// Negative for a reclaim.
    var change: ByteCount { target - (actual ?? target) }

    /// A driver under load returns some 100 MiB a second; nothing takes longer than two minutes.
    var deadline: Duration {
        .seconds(10) + Swift.min(.seconds(110), .milliseconds(change.magnitude.bytes / (64 << 20) * 1000))
    }

    func isReached(by now: ByteCount) -> Bool {
        if change < .zero { return now <= target + tolerance }
        if change > .zero { return now >= target - tolerance }
        return (now - target).magnitude <= tolerance
    }

    /// Whether what is there lies some way towards the target.
    func hasMoved(to now: ByteCount) -> Bool {
        guard let actual else { return false }
        return change < .zero ? now < actual - tolerance : now > actual + tolerance
    }
}

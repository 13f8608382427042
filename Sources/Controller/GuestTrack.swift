import BalloonKit

/// What the controller remembers of one guest.
struct GuestTrack: Sendable, Hashable {
    var name: String
    var last = Reading()
    var statistics = StatisticsTrack()
    var move: MoveTrack?
    var progress = ProgressTrack()
    var payoff = PayoffTrack()
    var lastGrant: MonotonicTime?
    var lastReclaim: MonotonicTime?

    init(name: String) { self.name = name }
}

/// What was measured in the last cycle.
struct Reading: Sendable, Hashable {
    var actual: ByteCount?
    var resident: ByteCount?
    var time = MonotonicTime.origin
}

/// The last balloon target that was decided for a guest, and the world it was decided in.
struct MoveTrack: Sendable, Hashable {
    var action: Action
    var target: ByteCount
    var time: MonotonicTime
    /// `statisticsUpdates` it was based on: the next reclaim needs a later one.
    var updates: UInt64
    var actualBefore: ByteCount
    var residentBefore: ByteCount?

    /// How long asked-for memory is counted as coming, and granted memory as not yet used.
    static let horizon = Duration.seconds(2)
    static let grantHorizon = Duration.seconds(10)

    /// What the host is still to get back from this reclaim. Nothing when QEMU was never told (dry run, lost command).
    func inFlight(_ sample: GuestSample, at now: MonotonicTime) -> ByteCount {
        guard action == .reclaim || action == .pin, sample.target == target, now - time <= Self.horizon,
            let held = sample.residentRAM ?? sample.actual
        else { return .zero }
        return (held - target).clampedToZero
    }

    /// What the guest may still take of this grant.
    func unusedGrant(_ sample: GuestSample, at now: MonotonicTime) -> ByteCount {
        // A withdrawal gives back what was never obtained: nobody was waiting to use it.
        guard action != .withdraw, target > actualBefore, now - time <= Self.grantHorizon else { return .zero }
        let held = max(sample.residentRAM ?? actualBefore, .zero)
        let available = sample.reported?.available ?? target
        return min(min(target - actualBefore, target - held), available).clampedToZero
    }
}

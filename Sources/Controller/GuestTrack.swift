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

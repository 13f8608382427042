import BalloonKit

/// What the controller remembers of one guest.
struct GuestTrack: Sendable, Hashable {
    var name: String
    /// Another process under the same name is another machine, without a past.
    var pid: Int32?
    /// A target was known: when it no longer is, the connection is another one, and its counts begin anew.
    var hadTarget = false
    var last = Reading()
    var statistics = StatisticsTrack()
    var move: MoveTrack?
    var progress = ProgressTrack()
    var payoff = PayoffTrack()
    var inflation = InflationTrack()
    var yield = YieldTrack()
    var lastGrant: MonotonicTime?
    var lastReclaim: MonotonicTime?

    init(name: String) { self.name = name }
}

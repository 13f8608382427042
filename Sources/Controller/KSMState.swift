import BalloonKit

/// What the governor of same-page merging remembers.
struct KSMState: Sendable, Hashable {
    var phase = KSMPhase.off
    /// Why it is in that phase.
    var reason: Reason?
    var pace = KSMPace()
    var meter = KSMMeter()
    var trend = KSMTrend()
    var contest = KSMContest()

    /// Full scans when hurrying began, and how many it takes until every page was looked at twice.
    var scansAtStart: Int64 = 0
    var scansToJudge: Int64 = 2
    /// When what is saved last grew, in full scans, and what it was then.
    var scansAtGrowth: Int64 = 0
    var savedAtGrowth = ByteCount.zero
    /// Mergeable memory when it last changed enough to matter.
    var mergeableAtMark = ByteCount.zero
    var isMergingExpected = false

    var neededSince: MonotonicTime?
    var unneededSince: MonotonicTime?
    /// When resting, or leaving it alone, ends.
    var until: MonotonicTime?
    /// How long the next rest is.
    var restTime = firstRest
    /// As last seen of the operator.
    var hold: KSMOrder.Hold?
    var retunes: UInt64 = 0

    private static let firstRest = Duration.seconds(600)
    private static let longestRest = Duration.seconds(4 * 3600)

    init(meter: KSMMeter = KSMMeter()) { self.meter = meter }

    func status(order: KSMOrder) -> KSMStatus {
        KSMStatus(
            phase: phase, reason: reason ?? Reason(.noNeedToMerge), cpu: meter.share,
            until: phase == .resting || phase == .contested ? until : nil, hold: order.hold)
    }

    var alarm: Reason? { phase == .contested ? reason : nil }

    /// It did not pay; each rest is twice as long as the one before.
    mutating func rest(at now: MonotonicTime) {
        until = now + restTime
        restTime = Swift.min(restTime * 2, Self.longestRest)
    }

    mutating func didPay() { restTime = Self.firstRest }

    /// What was learnt about cost and yield is forgotten.
    mutating func retune() {
        pace.forget()
        contest.end()
        didPay()
        if phase == .resting || phase == .contested { enter(.off, nil) }
    }

    mutating func enter(_ phase: KSMPhase, _ reason: Reason?) {
        self.phase = phase
        self.reason = reason
        neededSince = nil
        unneededSince = nil
        if phase != .resting && phase != .contested { until = nil }
    }
}

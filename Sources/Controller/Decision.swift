import BalloonKit

/// What one cycle decided: a value to be acted upon, recorded and explained.
public struct Decision: Sendable, Hashable {
    /// The snapshot's.
    public var cycle: UInt64
    public var time: MonotonicTime
    public var forecast: Forecast
    public var watermarks: Watermarks
    public var outlook: Outlook
    public var rung: Rung
    /// One a guest, by name.
    public var verdicts: [Verdict]
    /// Nil: leave KSM as it is.
    public var ksm: KSMDirective?
    /// Why KSM is run, changed or stopped; nil when there is nothing to say.
    public var ksmReason: Reason?
    /// How KSM stands after this cycle; nil when it is not governed.
    public var ksmStatus: KSMStatus?
    /// Whose proposals were acted upon; nil for a rule that asks no policy.
    public var policy: String?
    /// Why that policy stands in for the one that was to decide; nil when it is the same.
    public var policyReason: Reason?
    /// How an operator's reservation stands; nil when there is none, or all of it is taken.
    public var room: RoomPlan?
    /// What an operator must know.
    public var alarms: [Reason]
    /// What the commands of this cycle are sure to return to the pool.
    public var reclaimed: ByteCount
    /// What the commands of this cycle allow guests to grow by.
    public var granted: ByteCount
    /// What the pool needs and this decision does not get.
    public var unmet: ByteCount

    public init(
        cycle: UInt64, time: MonotonicTime, forecast: Forecast, watermarks: Watermarks, outlook: Outlook,
        verdicts: [Verdict] = []
    ) {
        self.cycle = cycle
        self.time = time
        self.forecast = forecast
        self.watermarks = watermarks
        self.outlook = outlook
        self.verdicts = verdicts
        rung = .normal
        alarms = []
        reclaimed = .zero
        granted = .zero
        unmet = .zero
    }

    /// The verdicts that send a command, in the order of acting: reclaims, withdrawals and pins first, then grants.
    public var actions: [Verdict] {
        verdicts.filter { $0.target != nil && $0.action != .grant }
            + verdicts.filter { $0.target != nil && $0.action == .grant }
    }
}

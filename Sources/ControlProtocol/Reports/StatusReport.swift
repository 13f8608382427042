import BalloonKit
import QMP

/// The daemon and its pool at a glance: the reply of `query-status`.
public struct StatusReport: ControlRecord {
    public var version: String
    public var pid: Int32
    /// Since the daemon started.
    public var started: Duration
    /// Decides and explains, but sends nothing.
    public var isDryRun: Bool
    /// Automatic control of the whole pool is paused.
    public var isPaused: Bool
    public var cycle: UInt64
    /// How long the last cycle took; nil before the first.
    public var cycleDuration: Duration?
    /// The name of the policy that is to decide.
    public var policy: String
    /// How that policy fares, see ``PolicyStatus/state``; nil for a rule that asks no policy.
    public var policyState: String?
    /// Why the built-in policy decided the last cycle in its place, as a sentence; nil when it did not.
    public var policyReason: String?
    /// The policy that runs beside it and changes nothing.
    public var shadowPolicy: String?
    /// Nil while the pool could not be read.
    public var pool: PoolReport?
    /// The KSM rung: normal, reclaim, merge, squeeze or saturated.
    public var rung: String
    /// Room that an operator reserved; nil when none is.
    public var room: RoomReport?
    /// How many guests are in each state; states without guests may be absent.
    public var guests: [String: Int]
    /// Nil when this kernel has no KSM.
    public var ksm: KSMSummary?
    public var counters: [String: UInt64]
    /// What an operator should look at now; empty when all is well.
    public var alarms: [AlarmReport]

    public init(
        version: String, pid: Int32, started: Duration, isDryRun: Bool = false, isPaused: Bool = false,
        cycle: UInt64 = 0, cycleDuration: Duration? = nil, policy: String, pool: PoolReport? = nil,
        rung: String = "normal", guests: [String: Int] = [:], ksm: KSMSummary? = nil,
        counters: [String: UInt64] = [:], alarms: [AlarmReport] = []
    ) {
        self.version = version
        self.pid = pid
        self.started = started
        self.isDryRun = isDryRun
        self.isPaused = isPaused
        self.cycle = cycle
        self.cycleDuration = cycleDuration
        self.policy = policy
        self.pool = pool
        self.rung = rung
        self.guests = guests
        self.ksm = ksm
        self.counters = counters
        self.alarms = alarms
    }

    public init(from fields: FieldReader) throws(FieldError) {
        version = try fields.required("version")
        pid = try fields.required("pid")
        started = try fields.required("started_seconds_ago")
        isDryRun = try fields.required("dry_run")
        isPaused = try fields.required("paused")
        cycle = try fields.required("cycle")
        cycleDuration = try fields.optional("cycle_seconds")
        policy = try fields.required("policy")
        policyState = try fields.optional("policy_state")
        policyReason = try fields.optional("policy_reason")
        shadowPolicy = try fields.optional("shadow_policy")
        pool = try fields.optional("pool")
        rung = try fields.required("rung")
        room = try fields.optional("room")
        guests = try fields.optional("guests") ?? [:]
        ksm = try fields.optional("ksm")
        counters = try fields.optional("counters") ?? [:]
        alarms = try fields.optional("alarms") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("version", version)
        fields.add("pid", pid)
        fields.add("started_seconds_ago", started)
        fields.add("dry_run", isDryRun)
        fields.add("paused", isPaused)
        fields.add("cycle", cycle)
        fields.add("cycle_seconds", cycleDuration)
        fields.add("policy", policy)
        fields.add("policy_state", policyState)
        fields.add("policy_reason", policyReason)
        fields.add("shadow_policy", shadowPolicy)
        fields.addOrNull("pool", pool)
        fields.add("rung", rung)
        fields.add("room", room)
        fields.add("guests", guests)
        fields.addOrNull("ksm", ksm)
        fields.add("counters", counters)
        fields.add("alarms", alarms)
    }
}

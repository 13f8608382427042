import BalloonKit
import QMP

/// One change of a guest's target as it was decided, with everything it was decided on, and what came of it.
///
/// Complete enough to tell the whole story later: see ``MoveOutcome`` for its end.
public struct MoveReport: ControlRecord {
    /// When it was decided.
    public var time: UnixTime
    public var cycle: UInt64
    public var guest: String
    /// `reclaim`, `grant`, `withdraw` (a target that cannot be reached is taken back) or `pin`.
    public var action: String
    /// What the guest saw as its memory before.
    public var actual: ByteCount?
    /// What it was asked to come to.
    public var target: ByteCount
    public var reason: ReasonReport
    /// The guardrails that bit, in the order they ran.
    public var guardrails: [ReasonReport]
    /// The daemon's own account of it, a clause without the guest's name: ``Verdict/account``.
    public var account: String
    /// Whose proposal it was.
    public var policy: String?
    /// Decided and told, not sent.
    public var isDryRun: Bool
    /// What was known of the pool.
    public var pool: MovePool
    /// What was known of the guest.
    public var inputs: GuestInputs
    /// Its place among all guests by idle memory, 1 for the most; nil where idle memory was not known.
    public var idleRank: Int?
    /// How many guests it was compared with.
    public var guests: Int?
    /// Nil while it is not known yet.
    public var outcome: MoveOutcome?

    public init(
        time: UnixTime, cycle: UInt64, guest: String, action: String, actual: ByteCount? = nil, target: ByteCount,
        reason: ReasonReport, guardrails: [ReasonReport] = [], account: String, policy: String? = nil,
        isDryRun: Bool = false, pool: MovePool, inputs: GuestInputs, idleRank: Int? = nil, guests: Int? = nil,
        outcome: MoveOutcome? = nil
    ) {
        self.time = time
        self.cycle = cycle
        self.guest = guest
        self.action = action
        self.actual = actual
        self.target = target
        self.reason = reason
        self.guardrails = guardrails
        self.account = account
        self.policy = policy
        self.isDryRun = isDryRun
        self.pool = pool
        self.inputs = inputs
        self.idleRank = idleRank
        self.guests = guests
        self.outcome = outcome
    }

    public init(from fields: FieldReader) throws(FieldError) {
        time = try fields.required("time_unix_seconds")
        cycle = try fields.required("cycle")
        guest = try fields.required("guest")
        action = try fields.required("action")
        actual = try fields.optional("actual_bytes")
        target = try fields.required("target_bytes")
        reason = try fields.required("reason")
        guardrails = try fields.optional("guardrails") ?? []
        account = try fields.required("account")
        policy = try fields.optional("policy")
        isDryRun = try fields.optional("dry_run") ?? false
        pool = try fields.required("pool")
        inputs = try fields.required("inputs")
        idleRank = try fields.optional("idle_rank")
        guests = try fields.optional("guests")
        outcome = try fields.optional("outcome")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("time_unix_seconds", time)
        fields.add("cycle", cycle)
        fields.add("guest", guest)
        fields.add("action", action)
        fields.add("actual_bytes", actual)
        fields.add("target_bytes", target)
        fields.add("reason", reason)
        fields.add("guardrails", guardrails)
        fields.add("account", account)
        fields.add("policy", policy)
        fields.add("dry_run", isDryRun)
        fields.add("pool", pool)
        fields.add("inputs", inputs)
        fields.add("idle_rank", idleRank)
        fields.add("guests", guests)
        fields.add("outcome", outcome)
    }
}

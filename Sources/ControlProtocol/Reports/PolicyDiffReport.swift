import BalloonKit
import QMP

/// What the policy in shadow would have done, beside what was done: the reply of `query-policy-diff`.
public struct PolicyDiffReport: ControlRecord {
    /// Whose decisions were acted upon.
    public var active: String
    /// Whose were not.
    public var shadow: String
    /// Since comparing began; a switch of either policy begins anew.
    public var since: Duration?
    /// Cycles in which both could be compared.
    public var cycles: UInt64
    /// Cycles in which they would have sent something else to at least one guest.
    public var differing: UInt64
    /// Cycles in which the shadow gave no answer.
    public var unanswered: UInt64
    /// What was sent, up and down together.
    public var moved: ByteCount
    /// What the shadow would have sent.
    public var shadowMoved: ByteCount
    /// By name.
    public var guests: [PolicyDiffGuest]
    /// The last ones, oldest first; older ones are counted only.
    public var differences: [PolicyDifference]

    public init(
        active: String, shadow: String, since: Duration? = nil, cycles: UInt64, differing: UInt64,
        unanswered: UInt64 = 0, moved: ByteCount, shadowMoved: ByteCount, guests: [PolicyDiffGuest] = [],
        differences: [PolicyDifference] = []
    ) {
        self.active = active
        self.shadow = shadow
        self.since = since
        self.cycles = cycles
        self.differing = differing
        self.unanswered = unanswered
        self.moved = moved
        self.shadowMoved = shadowMoved
        self.guests = guests
        self.differences = differences
    }

    public init(from fields: FieldReader) throws(FieldError) {
        active = try fields.required("active")
        shadow = try fields.required("shadow")
        since = try fields.optional("since_seconds_ago")
        cycles = try fields.required("cycles")
        differing = try fields.required("differing")
        unanswered = try fields.optional("unanswered") ?? 0
        moved = try fields.required("moved_bytes")
        shadowMoved = try fields.required("shadow_moved_bytes")
        guests = try fields.optional("guests") ?? []
        differences = try fields.optional("differences") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("active", active)
        fields.add("shadow", shadow)
        fields.add("since_seconds_ago", since)
        fields.add("cycles", cycles)
        fields.add("differing", differing)
        fields.add("unanswered", unanswered)
        fields.add("moved_bytes", moved)
        fields.add("shadow_moved_bytes", shadowMoved)
        fields.add("guests", guests)
        fields.add("differences", differences)
    }
}

/// One guest's part of a ``PolicyDiffReport``.
public struct PolicyDiffGuest: ControlRecord {
    public var name: String
    /// Cycles in which both policies were asked about it.
    public var cycles: UInt64
    /// Cycles in which they would have sent it something else.
    public var differing: UInt64
    public var moved: ByteCount
    public var shadowMoved: ByteCount

    public init(name: String, cycles: UInt64, differing: UInt64, moved: ByteCount, shadowMoved: ByteCount) {
        self.name = name
        self.cycles = cycles
        self.differing = differing
        self.moved = moved
        self.shadowMoved = shadowMoved
    }
    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        cycles = try fields.required("cycles")
        differing = try fields.required("differing")
        moved = try fields.required("moved_bytes")
        shadowMoved = try fields.required("shadow_moved_bytes")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("cycles", cycles)
        fields.add("differing", differing)
        fields.add("moved_bytes", moved)
        fields.add("shadow_moved_bytes", shadowMoved)
    }
}

/// One cycle's difference about one guest.
public struct PolicyDifference: ControlRecord {
    public var cycle: UInt64
    public var guest: String
    public var actual: ByteCount?
    /// What was sent; nil when nothing was.
    public var target: ByteCount?
    public var reason: ReasonReport?
    /// What the shadow would have sent; nil when nothing.
    public var shadowTarget: ByteCount?
    public var shadowReason: ReasonReport?
    public var ago: Duration?

    public init(
        cycle: UInt64, guest: String, actual: ByteCount? = nil, target: ByteCount? = nil, reason: ReasonReport? = nil,
        shadowTarget: ByteCount? = nil, shadowReason: ReasonReport? = nil, ago: Duration? = nil
    ) {
        self.cycle = cycle
        self.guest = guest
        self.actual = actual
        self.target = target
        self.reason = reason
        self.shadowTarget = shadowTarget
        self.shadowReason = shadowReason
        self.ago = ago
    }
    public init(from fields: FieldReader) throws(FieldError) {
        cycle = try fields.required("cycle")
        guest = try fields.required("guest")
        actual = try fields.optional("actual_bytes")
        target = try fields.optional("target_bytes")
        reason = try fields.optional("reason")
        shadowTarget = try fields.optional("shadow_target_bytes")
        shadowReason = try fields.optional("shadow_reason")
        ago = try fields.optional("seconds_ago")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("cycle", cycle)
        fields.add("guest", guest)
        fields.add("actual_bytes", actual)
        fields.add("target_bytes", target)
        fields.add("reason", reason)
        fields.add("shadow_target_bytes", shadowTarget)
        fields.add("shadow_reason", shadowReason)
        fields.add("seconds_ago", ago)
    }
}

import BalloonKit
import QMP

/// What the last cycle knew about one guest: measured, claimed and worked out. What was not known is nil.
public struct GuestInputs: ControlRecord {
    public var state: String?
    public var actual: ByteCount?
    public var maximum: ByteCount?
    public var available: ByteCount?
    public var resident: ByteCount?
    public var statisticsAge: Duration?
    public var workingSet: ByteCount?
    public var reserve: ByteCount?
    /// Growth of the working set per second.
    public var burstRate: ByteCount?
    public var idle: ByteCount?
    public var shortage: ByteCount?
    public var floor: ByteCount?
    public var ceiling: ByteCount?
    public var shares: Int?
    public var annotations: [String: String]
    public var isMovable: Bool?
    public var canGive: Bool?
    public var isInDistress: Bool?

    public init() { annotations = [:] }

    /// What the briefing said.
    public init(guest: Snapshot.Guest, assessment: GuestAssessment) {
        state = guest.sample.state.rawValue
        actual = guest.sample.actual
        maximum = guest.sample.maximum
        available = guest.sample.reported?.available
        resident = guest.sample.resident
        statisticsAge = guest.sample.statisticsAge
        workingSet = assessment.workingSet
        reserve = assessment.reserve
        burstRate = assessment.burstRate
        idle = assessment.idle
        shortage = assessment.shortage
        floor = assessment.floor
        ceiling = assessment.ceiling
        shares = guest.limits.shares
        annotations = guest.annotations
        isMovable = assessment.isMovable
        canGive = assessment.canGive
        isInDistress = assessment.isInDistress
    }

    public init(from fields: FieldReader) throws(FieldError) {
        state = try fields.optional("state")
        actual = try fields.optional("actual_bytes")
        maximum = try fields.optional("maximum_bytes")
        available = try fields.optional("available_bytes")
        resident = try fields.optional("resident_bytes")
        statisticsAge = try fields.optional("statistics_age_seconds")
        workingSet = try fields.optional("working_set_bytes")
        reserve = try fields.optional("reserve_bytes")
        burstRate = try fields.optional("burst_rate_bytes_per_second")
        idle = try fields.optional("idle_bytes")
        shortage = try fields.optional("shortage_bytes")
        floor = try fields.optional("floor_bytes")
        ceiling = try fields.optional("ceiling_bytes")
        shares = try fields.optional("shares")
        annotations = try fields.optional("annotations") ?? [:]
        isMovable = try fields.optional("movable")
        canGive = try fields.optional("can_give")
        isInDistress = try fields.optional("distress")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("state", state)
        fields.add("actual_bytes", actual)
        fields.add("maximum_bytes", maximum)
        fields.add("available_bytes", available)
        fields.add("resident_bytes", resident)
        fields.add("statistics_age_seconds", statisticsAge)
        fields.add("working_set_bytes", workingSet)
        fields.add("reserve_bytes", reserve)
        fields.add("burst_rate_bytes_per_second", burstRate)
        fields.add("idle_bytes", idle)
        fields.add("shortage_bytes", shortage)
        fields.add("floor_bytes", floor)
        fields.add("ceiling_bytes", ceiling)
        fields.add("shares", shares)
        fields.add("annotations", annotations.isEmpty ? nil : annotations)
        fields.add("movable", isMovable)
        fields.add("can_give", canGive)
        fields.add("distress", isInDistress)
    }
}

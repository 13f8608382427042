import BalloonKit
import QMP

/// One guest as the daemon sees it: a row of `query-guests`. What is not known is nil.
public struct GuestReport: ControlRecord {
    public var name: String
    /// A `GuestState` by its raw value; text, because a newer daemon may know more states.
    public var state: String
    /// Why it is in that state, and what an operator can do.
    public var stateReason: String?
    /// Whether the virtual processors run.
    public var isRunning: Bool?
    public var actual: ByteCount?
    /// What was asked of the guest last.
    public var target: ByteCount?
    public var maximum: ByteCount?
    public var floor: ByteCount?
    public var ceiling: ByteCount?
    public var shares: Int?
    public var available: ByteCount?
    public var workingSet: ByteCount?
    public var reserve: ByteCount?
    public var idle: ByteCount?
    public var resident: ByteCount?
    public var statisticsAge: Duration?
    public var isInDistress: Bool
    /// Inflating its balloon returns nothing to the host: locked memory, huge pages, or found so.
    public var cannotGive: Bool
    /// The operator took this guest out of automatic control.
    public var isPaused: Bool
    public var pid: Int32?
    /// The path of its QMP socket.
    public var socket: String?
    public var pin: PinReport?
    /// What policies are told about it: the configuration's with the operators' over them.
    public var annotations: [String: String]
    /// What was done last: `reclaim`, `grant`, `hold`.
    public var lastAction: String?
    /// Why, as a sentence.
    public var lastReason: String?
    /// Since its target was changed last.
    public var lastMove: Duration?

    public init(name: String, state: GuestState, stateReason: String? = nil) {
        self.name = name
        self.state = state.rawValue
        self.stateReason = stateReason
        isInDistress = false
        cannotGive = false
        isPaused = false
        annotations = [:]
    }

    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        state = try fields.required("state")
        stateReason = try fields.optional("state_reason")
        isRunning = try fields.optional("running")
        actual = try fields.optional("actual_bytes")
        target = try fields.optional("target_bytes")
        maximum = try fields.optional("maximum_bytes")
        floor = try fields.optional("floor_bytes")
        ceiling = try fields.optional("ceiling_bytes")
        shares = try fields.optional("shares")
        available = try fields.optional("available_bytes")
        workingSet = try fields.optional("working_set_bytes")
        reserve = try fields.optional("reserve_bytes")
        idle = try fields.optional("idle_bytes")
        resident = try fields.optional("resident_bytes")
        statisticsAge = try fields.optional("statistics_age_seconds")
        isInDistress = try fields.optional("distress") ?? false
        cannotGive = try fields.optional("cannot_give") ?? false
        isPaused = try fields.optional("paused") ?? false
        pid = try fields.optional("pid")
        socket = try fields.optional("socket")
        pin = try fields.optional("pin")
        annotations = try fields.optional("annotations") ?? [:]
        lastAction = try fields.optional("last_action")
        lastReason = try fields.optional("last_reason")
        lastMove = try fields.optional("last_move_seconds_ago")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("state", state)
        fields.add("state_reason", stateReason)
        fields.add("running", isRunning)
        fields.add("actual_bytes", actual)
        fields.add("target_bytes", target)
        fields.add("maximum_bytes", maximum)
        fields.add("floor_bytes", floor)
        fields.add("ceiling_bytes", ceiling)
        fields.add("shares", shares)
        fields.add("available_bytes", available)
        fields.add("working_set_bytes", workingSet)
        fields.add("reserve_bytes", reserve)
        fields.add("idle_bytes", idle)
        fields.add("resident_bytes", resident)
        fields.add("statistics_age_seconds", statisticsAge)
        fields.add("distress", isInDistress)
        fields.add("cannot_give", cannotGive)
        fields.add("paused", isPaused)
        fields.add("pid", pid)
        fields.add("socket", socket)
        fields.addOrNull("pin", pin)
        fields.add("annotations", annotations.isEmpty ? nil : annotations)
        fields.add("last_action", lastAction)
        fields.add("last_reason", lastReason)
        fields.add("last_move_seconds_ago", lastMove)
    }
}

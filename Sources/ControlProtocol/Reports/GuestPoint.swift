import BalloonKit
import QMP

/// One guest over one step of a period: see ``QueryHistory``. What was not reported is nil.
public struct GuestPoint: ControlRecord {
    /// The step's beginning.
    public var time: UnixTime
    /// Mean.
    public var actual: ByteCount?
    public var actualLowest: ByteCount?
    /// The last one asked for.
    public var target: ByteCount?
    /// Mean.
    public var resident: ByteCount?
    /// Lowest that the guest reported.
    public var available: ByteCount?
    /// Highest.
    public var workingSet: ByteCount?
    /// Last.
    public var floor: ByteCount?
    /// Last.
    public var ceiling: ByteCount?
    /// How much of the step it was in distress.
    public var distress: Duration

    public init(
        time: UnixTime, actual: ByteCount? = nil, actualLowest: ByteCount? = nil, target: ByteCount? = nil,
        resident: ByteCount? = nil, available: ByteCount? = nil, workingSet: ByteCount? = nil, floor: ByteCount? = nil,
        ceiling: ByteCount? = nil, distress: Duration
    ) {
        self.time = time
        self.actual = actual
        self.actualLowest = actualLowest
        self.target = target
        self.resident = resident
        self.available = available
        self.workingSet = workingSet
        self.floor = floor
        self.ceiling = ceiling
        self.distress = distress
    }

    public init(from fields: FieldReader) throws(FieldError) {
        time = try fields.required("time_unix_seconds")
        actual = try fields.optional("actual_bytes")
        actualLowest = try fields.optional("actual_lowest_bytes")
        target = try fields.optional("target_bytes")
        resident = try fields.optional("resident_bytes")
        available = try fields.optional("available_bytes")
        workingSet = try fields.optional("working_set_bytes")
        floor = try fields.optional("floor_bytes")
        ceiling = try fields.optional("ceiling_bytes")
        distress = try fields.required("distress_seconds")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("time_unix_seconds", time)
        fields.add("actual_bytes", actual)
        fields.add("actual_lowest_bytes", actualLowest)
        fields.add("target_bytes", target)
        fields.add("resident_bytes", resident)
        fields.add("available_bytes", available)
        fields.add("working_set_bytes", workingSet)
        fields.add("floor_bytes", floor)
        fields.add("ceiling_bytes", ceiling)
        fields.add("distress_seconds", distress)
    }
}

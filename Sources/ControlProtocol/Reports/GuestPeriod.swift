import BalloonKit
import QMP

/// One guest in a ``PeriodReport``.
public struct GuestPeriod: ControlRecord {
    public var name: String
    /// How much of the period it was there.
    public var seen: Duration
    /// How long it was in distress.
    public var distress: Duration
    public var actualMean: ByteCount?
    public var actualLowest: ByteCount?
    public var workingSetPeak: ByteCount?
    public var residentMean: ByteCount?
    public var maximum: ByteCount?
    public var reclaimed: ByteCount
    public var granted: ByteCount
    /// What its resident size fell by after reclaims.
    public var returned: ByteCount
    public var moves: UInt64
    /// Processes that the guest's kernel killed for want of memory, as far as its driver reports them.
    public var oomKills: UInt64?

    public init(
        name: String, seen: Duration, distress: Duration, actualMean: ByteCount? = nil, actualLowest: ByteCount? = nil,
        workingSetPeak: ByteCount? = nil, residentMean: ByteCount? = nil, maximum: ByteCount? = nil,
        reclaimed: ByteCount, granted: ByteCount, returned: ByteCount, moves: UInt64, oomKills: UInt64? = nil
    ) {
        self.name = name
        self.seen = seen
        self.distress = distress
        self.actualMean = actualMean
        self.actualLowest = actualLowest
        self.workingSetPeak = workingSetPeak
        self.residentMean = residentMean
        self.maximum = maximum
        self.reclaimed = reclaimed
        self.granted = granted
        self.returned = returned
        self.moves = moves
        self.oomKills = oomKills
    }

    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        seen = try fields.required("seen_seconds")
        distress = try fields.required("distress_seconds")
        actualMean = try fields.optional("actual_mean_bytes")
        actualLowest = try fields.optional("actual_lowest_bytes")
        workingSetPeak = try fields.optional("working_set_peak_bytes")
        residentMean = try fields.optional("resident_mean_bytes")
        maximum = try fields.optional("maximum_bytes")
        reclaimed = try fields.required("reclaimed_bytes")
        granted = try fields.required("granted_bytes")
        returned = try fields.required("returned_bytes")
        moves = try fields.required("moves")
        oomKills = try fields.optional("oom_kills")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("seen_seconds", seen)
        fields.add("distress_seconds", distress)
        fields.add("actual_mean_bytes", actualMean)
        fields.add("actual_lowest_bytes", actualLowest)
        fields.add("working_set_peak_bytes", workingSetPeak)
        fields.add("resident_mean_bytes", residentMean)
        fields.add("maximum_bytes", maximum)
        fields.add("reclaimed_bytes", reclaimed)
        fields.add("granted_bytes", granted)
        fields.add("returned_bytes", returned)
        fields.add("moves", moves)
        fields.add("oom_kills", oomKills)
    }
}

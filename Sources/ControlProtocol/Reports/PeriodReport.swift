import BalloonKit
import QMP

/// A period in figures: the reply of `query-period`, and what `balloonctl report` is made of.
public struct PeriodReport: ControlRecord {
    /// The first moment asked for.
    public var since: UnixTime
    /// The last moment asked for.
    public var until: UnixTime
    /// How much of it was recorded; the rest the daemon did not run, or could not write.
    public var covered: Duration
    /// Of the pool, last seen.
    public var total: ByteCount?
    /// Last seen.
    public var limit: ByteCount?
    public var usedMean: ByteCount?
    public var usedPeak: ByteCount?
    public var usedPeakTime: UnixTime?
    /// How long usage was over the limit.
    public var overLimit: Duration
    /// How far at worst; what more room, or a lower floor, would have been needed.
    public var overLimitWorst: ByteCount?
    /// What was missing at worst in one cycle: called for by the forecast, and not to be had from guests at once. Nil when all was had.
    public var unmetWorst: ByteCount?
    /// Memory given to guests.
    public var granted: ByteCount
    /// Memory taken from guests.
    public var reclaimed: ByteCount
    /// What guests' resident sizes fell by after reclaims: what really came back.
    public var returned: ByteCount
    /// Targets changed.
    public var moves: UInt64
    /// What the host swapped out; nil where not measured.
    public var swapOut: ByteCount?
    /// What KSM saved.
    public var mergedMean: ByteCount?
    public var mergedPeak: ByteCount?
    /// Processor time that ksmd took.
    public var ksmCPU: Duration?
    /// Time on each rung.
    public var rungs: [String: Duration]
    /// Time under each alarm, by its code.
    public var alarms: [String: Duration]
    /// By name.
    public var guests: [GuestPeriod]

    public init(
        since: UnixTime, until: UnixTime, covered: Duration, total: ByteCount? = nil, limit: ByteCount? = nil,
        usedMean: ByteCount? = nil, usedPeak: ByteCount? = nil, usedPeakTime: UnixTime? = nil, overLimit: Duration,
        overLimitWorst: ByteCount? = nil, unmetWorst: ByteCount? = nil, granted: ByteCount, reclaimed: ByteCount,
        returned: ByteCount, moves: UInt64, swapOut: ByteCount? = nil, mergedMean: ByteCount? = nil,
        mergedPeak: ByteCount? = nil, ksmCPU: Duration? = nil, rungs: [String: Duration] = [:],
        alarms: [String: Duration] = [:], guests: [GuestPeriod] = []
    ) {
        self.since = since
        self.until = until
        self.covered = covered
        self.total = total
        self.limit = limit
        self.usedMean = usedMean
        self.usedPeak = usedPeak
        self.usedPeakTime = usedPeakTime
        self.overLimit = overLimit
        self.overLimitWorst = overLimitWorst
        self.unmetWorst = unmetWorst
        self.granted = granted
        self.reclaimed = reclaimed
        self.returned = returned
        self.moves = moves
        self.swapOut = swapOut
        self.mergedMean = mergedMean
        self.mergedPeak = mergedPeak
        self.ksmCPU = ksmCPU
        self.rungs = rungs
        self.alarms = alarms
        self.guests = guests
    }

    public init(from fields: FieldReader) throws(FieldError) {
        since = try fields.required("since_unix_seconds")
        until = try fields.required("until_unix_seconds")
        covered = try fields.required("covered_seconds")
        total = try fields.optional("total_bytes")
        limit = try fields.optional("limit_bytes")
        usedMean = try fields.optional("used_mean_bytes")
        usedPeak = try fields.optional("used_peak_bytes")
        usedPeakTime = try fields.optional("used_peak_unix_seconds")
        overLimit = try fields.required("over_limit_seconds")
        overLimitWorst = try fields.optional("over_limit_worst_bytes")
        unmetWorst = try fields.optional("unmet_worst_bytes")
        granted = try fields.required("granted_bytes")
        reclaimed = try fields.required("reclaimed_bytes")
        returned = try fields.required("returned_bytes")
        moves = try fields.required("moves")
        swapOut = try fields.optional("swap_out_bytes")
        mergedMean = try fields.optional("merged_mean_bytes")
        mergedPeak = try fields.optional("merged_peak_bytes")
        ksmCPU = try fields.optional("ksm_cpu_seconds")
        rungs = try fields.optional("rung_seconds") ?? [:]
        alarms = try fields.optional("alarm_seconds") ?? [:]
        guests = try fields.optional("guests") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("since_unix_seconds", since)
        fields.add("until_unix_seconds", until)
        fields.add("covered_seconds", covered)
        fields.add("total_bytes", total)
        fields.add("limit_bytes", limit)
        fields.add("used_mean_bytes", usedMean)
        fields.add("used_peak_bytes", usedPeak)
        fields.add("used_peak_unix_seconds", usedPeakTime)
        fields.add("over_limit_seconds", overLimit)
        fields.add("over_limit_worst_bytes", overLimitWorst)
        fields.add("unmet_worst_bytes", unmetWorst)
        fields.add("granted_bytes", granted)
        fields.add("reclaimed_bytes", reclaimed)
        fields.add("returned_bytes", returned)
        fields.add("moves", moves)
        fields.add("swap_out_bytes", swapOut)
        fields.add("merged_mean_bytes", mergedMean)
        fields.add("merged_peak_bytes", mergedPeak)
        fields.add("ksm_cpu_seconds", ksmCPU)
        fields.add("rung_seconds", rungs)
        fields.add("alarm_seconds", alarms)
        fields.add("guests", guests)
    }
}

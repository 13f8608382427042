import BalloonKit
import QMP

/// The pool over one step of a period: see ``QueryHistory``. What was not measured is nil.
public struct PoolPoint: ControlRecord {
    /// The step's beginning.
    public var time: UnixTime
    /// Mean.
    public var total: ByteCount
    /// Mean.
    public var used: ByteCount
    /// Highest.
    public var usedPeak: ByteCount
    /// Highest forecast.
    public var predictedPeak: ByteCount?
    /// Mean, as the limit may change.
    public var limit: ByteCount
    /// How much of the step usage was over the limit.
    public var overLimit: Duration
    /// Highest.
    public var swapUsed: ByteCount?
    /// What KSM saves; mean.
    public var merged: ByteCount?
    /// Highest share of time some task waited for memory, 0 ... 1.
    public var pressureSome: Double?
    /// The highest one: normal, reclaim, merge, squeeze or saturated.
    public var rung: String
    /// Most guests in distress at once.
    public var distressed: Int

    public init(
        time: UnixTime, total: ByteCount, used: ByteCount, usedPeak: ByteCount, predictedPeak: ByteCount? = nil,
        limit: ByteCount, overLimit: Duration, swapUsed: ByteCount? = nil, merged: ByteCount? = nil,
        pressureSome: Double? = nil, rung: String, distressed: Int = 0
    ) {
        self.time = time
        self.total = total
        self.used = used
        self.usedPeak = usedPeak
        self.predictedPeak = predictedPeak
        self.limit = limit
        self.overLimit = overLimit
        self.swapUsed = swapUsed
        self.merged = merged
        self.pressureSome = pressureSome
        self.rung = rung
        self.distressed = distressed
    }

    public init(from fields: FieldReader) throws(FieldError) {
        time = try fields.required("time_unix_seconds")
        total = try fields.required("total_bytes")
        used = try fields.required("used_bytes")
        usedPeak = try fields.required("used_peak_bytes")
        predictedPeak = try fields.optional("predicted_peak_bytes")
        limit = try fields.required("limit_bytes")
        overLimit = try fields.required("over_limit_seconds")
        swapUsed = try fields.optional("swap_used_bytes")
        merged = try fields.optional("merged_bytes")
        pressureSome = try fields.optional("pressure_some")
        rung = try fields.required("rung")
        distressed = try fields.optional("distressed_guests") ?? 0
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("time_unix_seconds", time)
        fields.add("total_bytes", total)
        fields.add("used_bytes", used)
        fields.add("used_peak_bytes", usedPeak)
        fields.add("predicted_peak_bytes", predictedPeak)
        fields.add("limit_bytes", limit)
        fields.add("over_limit_seconds", overLimit)
        fields.add("swap_used_bytes", swapUsed)
        fields.add("merged_bytes", merged)
        fields.add("pressure_some", pressureSome)
        fields.add("rung", rung)
        fields.add("distressed_guests", distressed)
    }
}

import BalloonKit
import QMP

/// The memory managed, as measured last.
public struct PoolReport: ControlRecord {
    /// `host` or `cgroup`.
    public var kind: String
    public var total: ByteCount
    public var used: ByteCount
    public var available: ByteCount
    /// `1 - available / total`, 0 ... 1.
    public var usage: Double
    /// Usage must stay at or under this, 0 ... 1.
    public var limit: Double
    /// A forecast above this is acted upon, 0 ... 1.
    public var highWatermark: Double
    /// A forecast below this lets memory go back, 0 ... 1.
    public var lowWatermark: Double
    /// Used memory expected after the reaction time.
    public var predicted: ByteCount?
    /// Per second; negative while memory is being freed.
    public var slope: ByteCount?
    /// Nil when not measured.
    public var swapUsed: ByteCount?
    /// Share of time in which some task waited for memory, last 10 s, 0 ... 1.
    public var pressureSome: Double?
    /// Share of time in which all tasks waited for memory, last 10 s, 0 ... 1.
    public var pressureFull: Double?

    public init(
        kind: String, total: ByteCount, used: ByteCount, available: ByteCount, usage: Double, limit: Double,
        highWatermark: Double, lowWatermark: Double, predicted: ByteCount? = nil, slope: ByteCount? = nil,
        swapUsed: ByteCount? = nil, pressureSome: Double? = nil, pressureFull: Double? = nil
    ) {
        self.kind = kind
        self.total = total
        self.used = used
        self.available = available
        self.usage = usage
        self.limit = limit
        self.highWatermark = highWatermark
        self.lowWatermark = lowWatermark
        self.predicted = predicted
        self.slope = slope
        self.swapUsed = swapUsed
        self.pressureSome = pressureSome
        self.pressureFull = pressureFull
    }

    public init(from fields: FieldReader) throws(FieldError) {
        kind = try fields.required("kind")
        total = try fields.required("total_bytes")
        used = try fields.required("used_bytes")
        available = try fields.required("available_bytes")
        usage = try fields.required("usage")
        limit = try fields.required("limit")
        highWatermark = try fields.required("high_watermark")
        lowWatermark = try fields.required("low_watermark")
        predicted = try fields.optional("predicted_bytes")
        slope = try fields.optional("slope_bytes_per_second")
        swapUsed = try fields.optional("swap_used_bytes")
        pressureSome = try fields.optional("pressure_some")
        pressureFull = try fields.optional("pressure_full")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("kind", kind)
        fields.add("total_bytes", total)
        fields.add("used_bytes", used)
        fields.add("available_bytes", available)
        fields.add("usage", usage)
        fields.add("limit", limit)
        fields.add("high_watermark", highWatermark)
        fields.add("low_watermark", lowWatermark)
        fields.add("predicted_bytes", predicted)
        fields.add("slope_bytes_per_second", slope)
        fields.add("swap_used_bytes", swapUsed)
        fields.add("pressure_some", pressureSome)
        fields.add("pressure_full", pressureFull)
    }
}

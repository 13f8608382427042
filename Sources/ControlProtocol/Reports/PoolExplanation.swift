import BalloonKit
import QMP

/// What the last cycle knew and expected of the pool.
public struct PoolExplanation: ControlRecord {
    public var cycle: UInt64
    public var used: ByteCount
    /// Per second; negative while memory is being freed.
    public var slope: ByteCount
    /// Memory that balloons already asked to inflate will still return.
    public var inFlight: ByteCount
    public var predicted: ByteCount
    public var limit: ByteCount
    public var highWatermark: ByteCount
    public var lowWatermark: ByteCount
    /// The KSM rung: normal, reclaim, merge, squeeze or saturated.
    public var rung: String
    /// Whose proposals were acted upon; nil for a rule that asks no policy.
    public var policy: String?
    /// Why that policy stands in for the one that was to decide; nil when it is the same.
    public var policyReason: ReasonReport?
    /// What was concluded, for people, in order.
    public var sentences: [String]

    public init(cycle: UInt64, forecast: Forecast, watermarks: Watermarks, rung: String, sentences: [String]) {
        self.cycle = cycle
        used = forecast.used
        slope = forecast.slope
        inFlight = forecast.inFlight
        predicted = forecast.predicted
        limit = watermarks.limit
        highWatermark = watermarks.high
        lowWatermark = watermarks.low
        self.rung = rung
        self.sentences = sentences
    }

    public init(from fields: FieldReader) throws(FieldError) {
        cycle = try fields.required("cycle")
        used = try fields.required("used_bytes")
        slope = try fields.required("slope_bytes_per_second")
        inFlight = try fields.required("in_flight_bytes")
        predicted = try fields.required("predicted_bytes")
        limit = try fields.required("limit_bytes")
        highWatermark = try fields.required("high_watermark_bytes")
        lowWatermark = try fields.required("low_watermark_bytes")
        rung = try fields.required("rung")
        policy = try fields.optional("policy")
        policyReason = try fields.optional("policy_reason")
        sentences = try fields.optional("sentences") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("cycle", cycle)
        fields.add("used_bytes", used)
        fields.add("slope_bytes_per_second", slope)
        fields.add("in_flight_bytes", inFlight)
        fields.add("predicted_bytes", predicted)
        fields.add("limit_bytes", limit)
        fields.add("high_watermark_bytes", highWatermark)
        fields.add("low_watermark_bytes", lowWatermark)
        fields.add("rung", rung)
        fields.add("policy", policy)
        fields.add("policy_reason", policyReason)
        fields.add("sentences", sentences)
    }
}

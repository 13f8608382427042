import BalloonKit
import QMP

/// What a move was decided on: the pool, its forecast and its marks at that moment.
public struct MovePool: ControlRecord {
    public var total: ByteCount
    public var used: ByteCount
    /// Per second; negative while memory is being freed.
    public var slope: ByteCount
    /// Used memory expected after the reaction time.
    public var predicted: ByteCount
    /// How far ahead the forecast looked.
    public var reaction: Duration
    public var limit: ByteCount
    public var highWatermark: ByteCount
    public var lowWatermark: ByteCount
    /// normal, reclaim, merge, squeeze or saturated.
    public var rung: String

    public init(
        total: ByteCount, used: ByteCount, slope: ByteCount, predicted: ByteCount, reaction: Duration, limit: ByteCount,
        highWatermark: ByteCount, lowWatermark: ByteCount, rung: String
    ) {
        self.total = total
        self.used = used
        self.slope = slope
        self.predicted = predicted
        self.reaction = reaction
        self.limit = limit
        self.highWatermark = highWatermark
        self.lowWatermark = lowWatermark
        self.rung = rung
    }

    public init(from fields: FieldReader) throws(FieldError) {
        total = try fields.required("total_bytes")
        used = try fields.required("used_bytes")
        slope = try fields.required("slope_bytes_per_second")
        predicted = try fields.required("predicted_bytes")
        reaction = try fields.required("reaction_seconds")
        limit = try fields.required("limit_bytes")
        highWatermark = try fields.required("high_watermark_bytes")
        lowWatermark = try fields.required("low_watermark_bytes")
        rung = try fields.required("rung")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("total_bytes", total)
        fields.add("used_bytes", used)
        fields.add("slope_bytes_per_second", slope)
        fields.add("predicted_bytes", predicted)
        fields.add("reaction_seconds", reaction)
        fields.add("limit_bytes", limit)
        fields.add("high_watermark_bytes", highWatermark)
        fields.add("low_watermark_bytes", lowWatermark)
        fields.add("rung", rung)
    }
}

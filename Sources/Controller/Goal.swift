import BalloonKit

/// What the pool asks of its guests in this cycle, in bytes.
struct Goal: Sendable {
    /// To be reclaimed so that the forecast comes down between the marks; zero under the high mark.
    var pressure: ByteCount
    /// To be reclaimed from idle memory only, because guests that need memory have no room for it or will
    /// have none, or an operator reserved some.
    var room: ByteCount
    /// How near the forecast is to the line: 0 at the high mark, 1 at the limit and above.
    var urgency: Double

    /// - Parameters:
    ///   - wanted: what guests in need are to be given, and `headroom` what there is for it.
    ///   - reserved: idle memory to be reclaimed for an operator's reservation.
    ///   - ahead: idle memory to be reclaimed for growth that guests tell of.
    init(
        _ forecast: Forecast, _ marks: Watermarks, wanted: ByteCount, headroom: ByteCount, reserved: ByteCount = .zero,
        ahead: ByteCount = .zero
    ) {
        let middle = Goal.middle(marks)
        pressure = forecast.predicted > marks.high ? (forecast.predicted - middle).clampedToZero : .zero
        let missing = (wanted - headroom - forecast.inFlight).clampedToZero
        // What guests in need take comes out of the reserved room, and is looked for besides.
        room = Swift.max(ahead, reserved > .zero ? Swift.max(missing, reserved + wanted) : missing)
        let span = Swift.max((marks.limit - marks.high).bytes, 1)
        urgency = (Double((forecast.predicted - marks.high).bytes) / Double(span)).bounded(0...1, default: 0)
    }

    /// Where a reclaim aims: between the two marks, so that neither is crossed by the next small move.
    static func middle(_ marks: Watermarks) -> ByteCount { marks.low + (marks.high - marks.low).scaled(by: 0.5) }
}

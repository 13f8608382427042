/// Where the pool's used memory is heading.
public struct Forecast: Sendable, Hashable {
    /// Measured now.
    public var used: ByteCount
    /// Bytes a second, over the last second or two; negative while memory is being freed.
    public var slope: ByteCount
    /// Memory that balloons already asked to inflate will still return.
    public var inFlight: ByteCount
    /// `used + max(0, slope x reaction time + what of it inflating balloons hid) - inFlight`.
    public var predicted: ByteCount

    public init(used: ByteCount, slope: ByteCount, inFlight: ByteCount, predicted: ByteCount) {
        self.used = used
        self.slope = slope
        self.inFlight = inFlight
        self.predicted = predicted
    }
}

/// The line and the two marks below it, in bytes of the pool's used memory.
public struct Watermarks: Sendable, Hashable {
    /// Used memory must stay at or under this.
    public var limit: ByteCount
    /// A forecast above this is acted upon.
    public var high: ByteCount
    /// A forecast below this lets memory go back to guests; between the two nothing moves without distress.
    public var low: ByteCount

    public init(limit: ByteCount, high: ByteCount, low: ByteCount) {
        self.limit = limit
        self.high = high
        self.low = low
    }
}

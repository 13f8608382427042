import BalloonKit

/// An operator's unmerging that was carried out, as things stood when it began.
public struct Unmerging: Sendable, Hashable {
    /// Seconds since the scenario began.
    public var time: Double
    /// What the pool used, and what it was to use more.
    public var used: ByteCount
    public var saved: ByteCount
    /// Room that was held for an operator.
    public var heldRoom: ByteCount
}

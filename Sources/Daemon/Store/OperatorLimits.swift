import BalloonKit

/// What an operator set for one guest with `balloonctl limits`; nil leaves it to the configuration.
public struct OperatorLimits: Sendable, Hashable {
    public var floor: ByteCount?
    public var ceiling: ByteCount?
    public var shares: Int?

    public init(floor: ByteCount? = nil, ceiling: ByteCount? = nil, shares: Int? = nil) {
        self.floor = floor
        self.ceiling = ceiling
        self.shares = shares
    }

    public var isEmpty: Bool { floor == nil && ceiling == nil && shares == nil }

    /// The configuration's limits with these in their places.
    public func applied(to limits: GuestLimits) -> GuestLimits {
        GuestLimits(floor: floor ?? limits.floor, ceiling: ceiling ?? limits.ceiling, shares: shares ?? limits.shares)
    }
}

/// The bounds and weight an operator gives a guest.
public struct GuestLimits: Sendable, Hashable {
    /// Never squeezed below, whatever the pressure.
    public var floor: ByteCount
    /// Never grown above; nil means the guest's own maximum.
    public var ceiling: ByteCount?
    /// Weight in the division of scarce memory, 1 ... 50000; 1000 is ordinary.
    public var shares: Int

    public static let ordinaryShares = 1000
    public static let sharesRange = 1...50_000

    public init(floor: ByteCount = .mebibytes(128), ceiling: ByteCount? = nil, shares: Int = ordinaryShares) {
        self.floor = floor
        self.ceiling = ceiling
        self.shares = shares
    }
}

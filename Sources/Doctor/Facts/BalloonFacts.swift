/// A guest's balloon device, and what its driver says.
public struct BalloonFacts: Sendable, Hashable {
    public var isPresent: Bool
    public var deflatesOnOOM: Bool?
    public var reportsFreePages: Bool?
    /// Whether the driver has ever told statistics.
    public var driverAnswers: Bool?
    /// Whether those tell what is available in the guest.
    public var tellsAvailable: Bool?

    public init(isPresent: Bool) { self.isPresent = isPresent }
}

/// All that checks see.
public struct Facts: Sendable, Hashable {
    public var host: HostFacts
    /// Sorted by name.
    public var guests: [GuestFacts]

    public init(host: HostFacts, guests: [GuestFacts]) {
        self.host = host
        self.guests = guests
    }
}

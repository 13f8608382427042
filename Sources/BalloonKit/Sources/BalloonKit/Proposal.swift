/// What a policy wants for one guest. Guardrails have the last word.
public struct Proposal: Sendable, Hashable {
    public var guest: String
    /// Memory the guest should see (`actual`), not the balloon's size.
    public var target: ByteCount
    public var reason: Reason

    public init(guest: String, target: ByteCount, reason: Reason) {
        self.guest = guest
        self.target = target
        self.reason = reason
    }
}

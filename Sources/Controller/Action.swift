/// What a decision does with one guest.
public enum Action: String, Sendable, Hashable, CaseIterable {
    /// Nothing is sent.
    case hold
    /// The guest gives memory to the pool: its target goes below `actual`.
    case reclaim
    /// The guest gets memory: its target goes above `actual`.
    case grant
    /// A target that cannot be reached is taken back before the guest kills for it.
    case withdraw
    /// The operator's fixed target is sent.
    case pin
}

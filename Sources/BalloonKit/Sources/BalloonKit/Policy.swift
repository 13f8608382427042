/// A rule that divides the pool among its guests.
///
/// A policy is a pure function: no I/O, no clock, no randomness, nothing thrown, nothing remembered. It proposes; the
/// guardrails that run after it cannot be switched off. Guests for which it proposes nothing stay as they are, except that a
/// guest in distress is then helped as the built-in policy would.
public protocol Policy: Sendable {
    /// What it is and what can be set about it.
    static var manifest: PolicyManifest { get }

    /// - Parameter knobs: What the operator has set, within the ranges of the manifest.
    init(knobs: KnobValues)

    /// What should change now, given everything that is known.
    func propose(_ briefing: Briefing) -> [Proposal]
}

extension Policy {
    /// As it is called in the configuration and in `explain`.
    public var name: String { Self.manifest.name }
}

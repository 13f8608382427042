/// A rule that divides the pool among its guests.
///
/// A policy is a pure function: no I/O, no clock, no randomness, nothing thrown. It proposes; the guardrails that run
/// after it cannot be switched off. Guests for which it proposes nothing stay as they are.
public protocol Policy: Sendable {
    /// As it is called in the configuration and in `explain`.
    var name: String { get }

    /// What should change now, given everything that is known.
    func propose(_ briefing: Briefing) -> [Proposal]
}

import BalloonKit

/// What was decided for one guest, and why.
public struct Verdict: Sendable, Hashable {
    public var guest: String
    public var action: Action
    /// As seen in the snapshot.
    public var actual: ByteCount?
    /// What the policy (or the rule that acted) wanted, before guardrails; nil when nobody wanted anything.
    public var proposed: ByteCount?
    /// Not nil: this balloon target is to be sent now. A reply to it means accepted, not done.
    public var target: ByteCount?
    /// Why it was wanted, or why the guest is held.
    public var reason: Reason
    /// Each guardrail that changed or refused the proposal, in the order in which they bit.
    public var guardrails: [Reason]
    public var assessment: GuestAssessment
    public var outlook: Outlook

    public init(
        guest: String, action: Action = .hold, actual: ByteCount? = nil, proposed: ByteCount? = nil,
        target: ByteCount? = nil, reason: Reason, guardrails: [Reason] = [], assessment: GuestAssessment,
        outlook: Outlook
    ) {
        self.guest = guest
        self.action = action
        self.actual = actual
        self.proposed = proposed
        self.target = target
        self.reason = reason
        self.guardrails = guardrails
        self.assessment = assessment
        self.outlook = outlook
    }

    /// By how much the guest's memory changes: negative for a reclaim, zero while it is held.
    public var change: ByteCount {
        guard let target, let actual else { return .zero }
        return target - actual
    }
}

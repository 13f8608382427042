import BalloonKit
import Controller

/// What of a decision is kept: enough to tell whether another one is the same, and why it was made.
public struct RecordedDecision: Sendable, Hashable {
    public var rung: Rung
    public var forecast: Forecast
    /// By name; guests that are held because nothing needs to change are left out.
    public var verdicts: [RecordedVerdict]
    public var ksm: KSMDirective?
    public var ksmReason: Reason?
    public var alarms: [Reason]
    public var reclaimed: ByteCount
    public var granted: ByteCount
    public var unmet: ByteCount

    /// Why the built-in policy stood in for the one that was to decide.
    public var policyReason: Reason?
    /// What a plugin answered: not decided, but decided upon, and so needed to decide again.
    public var counsel: Counsel?

    public init(_ decision: Decision, counsel: Counsel? = nil) {
        rung = decision.rung
        forecast = decision.forecast
        verdicts = decision.verdicts.filter { !$0.isCalm }.map(RecordedVerdict.init)
        ksm = decision.ksm
        ksmReason = decision.ksmReason
        alarms = decision.alarms
        reclaimed = decision.reclaimed
        granted = decision.granted
        unmet = decision.unmet
        policyReason = decision.policyReason
        self.counsel = counsel
    }

    init(rung: Rung, forecast: Forecast, verdicts: [RecordedVerdict]) {
        self.rung = rung
        self.forecast = forecast
        self.verdicts = verdicts
        alarms = []
        reclaimed = .zero
        granted = .zero
        unmet = .zero
    }

    /// The verdict on a guest; nil when it was held because nothing needed to change, or was not there.
    public func verdict(of guest: String) -> RecordedVerdict? { verdicts.first { $0.guest == guest } }
}

/// What was decided for one guest.
public struct RecordedVerdict: Sendable, Hashable {
    public var guest: String
    public var action: Action
    public var proposed: ByteCount?
    public var target: ByteCount?
    public var reason: Reason
    public var guardrails: [Reason]

    public init(_ verdict: Verdict) {
        guest = verdict.guest
        action = verdict.action
        proposed = verdict.proposed
        target = verdict.target
        reason = verdict.reason
        guardrails = verdict.guardrails
    }

    init(guest: String, action: Action, reason: Reason) {
        self.guest = guest
        self.action = action
        self.reason = reason
        guardrails = []
    }
}

extension Verdict {
    fileprivate var isCalm: Bool {
        action == .hold && proposed == nil && target == nil && guardrails.isEmpty && reason == Reason(.noNeed)
    }
}

import BalloonKit

/// A proposal on its way through the guardrails.
struct Move: Sendable {
    /// Position of the guest in the snapshot.
    var index: Int
    var actual: ByteCount
    /// What was wanted.
    let proposed: ByteCount
    /// What the guest was last told; nil when nothing is known of it.
    var standing: ByteCount?
    /// What is left of it.
    var target: ByteCount
    var reason: Reason
    /// The guest suffers, or grows faster than its reserve lasts.
    var isUrgent: Bool
    /// The guest's.
    var reserve: ByteCount
    /// The guest no longer reports: it may need memory and cannot say so.
    var isForStale = false
    /// It ends a reclaim that still runs earlier than was asked: the guest gives less, and nothing new is taken.
    var isEasing = false
    /// The operator's bounds ask for it, not a policy.
    var isForBounds = false
    var guardrails: [Reason] = []
    private(set) var isRefused = false

    init(index: Int, actual: ByteCount, target: ByteCount, reason: Reason, isUrgent: Bool, reserve: ByteCount) {
        self.index = index
        self.actual = actual
        proposed = target
        self.target = target
        self.reason = reason
        self.isUrgent = isUrgent
        self.reserve = reserve
    }

    var isReclaim: Bool { target < actual }
    /// Whether there is something to send.
    var isToBeSent: Bool { !isRefused && (target != actual || isEasing) }
    var isGrant: Bool { target > actual }

    /// Sets another target and says which guardrail did.
    mutating func clamp(to bound: ByteCount, _ code: Reason.Code) {
        guard bound != target else { return }
        target = bound
        guardrails.append(Reason(code, amount: bound))
    }

    /// Ends the move.
    mutating func refuse(_ code: Reason.Code, amount: ByteCount? = nil) {
        target = actual
        isRefused = true
        guardrails.append(Reason(code, amount: amount))
    }
}

import BalloonKit
import Controller

/// What the policy in shadow would have done, beside what was done. Bounded, however long a shadow runs.
///
/// The shadow is asked about the world that the active policy made: a move that it wants is not carried out, so that it wants
/// it again in the next cycle. The same wish for a guest that has not changed is therefore counted once.
struct ShadowLedger: Sendable, Hashable {
    static let mostDifferences = 200
    static let mostGuests = 4096

    /// One guest's part.
    struct Guest: Sendable, Hashable {
        /// Cycles in which both decided about it.
        var cycles: UInt64 = 0
        /// Cycles in which they would have sent it something else.
        var differing: UInt64 = 0
        /// What was sent, up and down together.
        var moved = ByteCount.zero
        /// What the shadow would have sent.
        var shadowMoved = ByteCount.zero
        fileprivate var wish = Wish()
        fileprivate var shadowWish = Wish()
    }

    /// One cycle's difference about one guest.
    struct Difference: Sendable, Hashable {
        var cycle: UInt64
        var time: MonotonicTime
        var guest: String
        var actual: ByteCount?
        /// What was sent; nil when nothing was.
        var target: ByteCount?
        var reason: Reason
        /// What the shadow would have sent; nil when nothing.
        var shadowTarget: ByteCount?
        var shadowReason: Reason
    }

    /// Whose decisions were acted upon.
    let active: String
    /// Whose were not; nil while nobody is in shadow.
    let shadow: String?
    let since: MonotonicTime
    /// Cycles in which both could be compared.
    private(set) var cycles: UInt64 = 0
    /// Cycles in which they would have sent something else to at least one guest.
    private(set) var differing: UInt64 = 0
    /// Cycles in which the shadow gave no answer: another decided in its place, and is not compared.
    private(set) var unanswered: UInt64 = 0
    private(set) var moved = ByteCount.zero
    private(set) var shadowMoved = ByteCount.zero
    private(set) var guests: [String: Guest] = [:]
    /// Guests that came when there was no place left; they count in the sums.
    private(set) var guestsUnlisted: UInt64 = 0
    /// The last ``mostDifferences``, oldest first.
    private(set) var differences: [Difference] = []

    init(active: String, shadow: String?, since: MonotonicTime) {
        self.active = active
        self.shadow = shadow
        self.since = since
    }

    /// Compares one cycle.
    ///
    /// - Parameters:
    ///   - actual: What was decided and acted upon.
    ///   - ghost: What would have been decided with the shadow's counsel, of the same snapshot.
    mutating func record(actual: Decision, ghost: Decision, at time: MonotonicTime) {
        guard hasAnswered(ghost) else {
            unanswered += 1
            return
        }
        cycles += 1
        let differencesBefore = differences.count
        var isDifferent = false
        let ghosts = Dictionary(ghost.verdicts.map { ($0.guest, $0) }) { first, _ in first }
        for verdict in actual.verdicts {
            guard let other = ghosts[verdict.guest] else { continue }
            count(verdict, other)
            guard verdict.target != other.target else { continue }
            isDifferent = true
            differences.append(Difference(verdict, other, cycle: actual.cycle, time: time))
        }
        if isDifferent { differing += 1 }
        if differences.count > differencesBefore {
            differences.removeFirst(max(differences.count - Self.mostDifferences, 0))
        }
    }

    /// A policy that was overruled, because its proposals do not hold the line, has answered.
    private func hasAnswered(_ ghost: Decision) -> Bool {
        guard let reason = ghost.policyReason, ghost.policy != shadow else { return true }
        return reason.code == .policyFallsShort
    }

    private mutating func count(_ verdict: Verdict, _ ghost: Verdict) {
        guard guests[verdict.guest] != nil || guests.count < Self.mostGuests else {
            guestsUnlisted += 1
            moved += verdict.change.magnitude
            shadowMoved += ghost.change.magnitude
            return
        }
        let (sent, wanted) = guests[verdict.guest, default: Guest()].count(verdict, ghost)
        moved += sent
        shadowMoved += wanted
    }
}

extension ShadowLedger.Guest {
    /// What moves by it, in fact and in the shadow's mind.
    fileprivate mutating func count(_ verdict: Verdict, _ ghost: Verdict) -> (ByteCount, ByteCount) {
        cycles += 1
        if verdict.target != ghost.target { differing += 1 }
        let sent = wish.add(verdict)
        let wanted = shadowWish.add(ghost)
        moved += sent
        shadowMoved += wanted
        return (sent, wanted)
    }
}

/// What was last wanted for a guest, and how the guest was then.
private struct Wish: Sendable, Hashable {
    var actual: ByteCount?
    var target: ByteCount?

    /// By how much the new wish moves the guest, beyond the last one when the guest is as it was.
    mutating func add(_ verdict: Verdict) -> ByteCount {
        guard let wanted = verdict.target, let now = verdict.actual else { return .zero }
        let from = actual == now ? target ?? now : now
        actual = now
        target = wanted
        return (wanted - from).magnitude
    }
}

extension ShadowLedger.Difference {
    fileprivate init(_ verdict: Verdict, _ ghost: Verdict, cycle: UInt64, time: MonotonicTime) {
        self.init(
            cycle: cycle, time: time, guest: verdict.guest, actual: verdict.actual, target: verdict.target,
            reason: verdict.reason, shadowTarget: ghost.target, shadowReason: ghost.reason)
    }
}

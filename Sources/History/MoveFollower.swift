import BalloonKit
import ControlProtocol
import Controller

/// Follows each target that was sent over the later snapshots, to what came of it. Pure.
///
/// A reply to `balloon` means accepted, not done. A guest that is seen at its target is looked at once more half a second
/// later, when QEMU has returned the pages: its resident size then is the outcome's.
struct MoveFollower: Sendable {
    struct Ending: Sendable, Hashable {
        var key: MoveKey
        var outcome: MoveOutcome
        /// What its reclaim brought back: the fall of the resident size.
        var returned: ByteCount
    }

    private static let settling = Duration.milliseconds(500)
    /// A target that another client set shows in the guest's sample; our own may take so long to show there.
    private static let answering = Duration.seconds(2)

    /// By guest: a new target supersedes the one before.
    private(set) var followed: [String: FollowedMove] = [:]

    /// Looks at everything that is followed, as a snapshot shows it.
    mutating func observe(_ observation: CycleObservation) -> [Ending] {
        guard !followed.isEmpty else { return [] }
        let now = observation.snapshot.time
        var endings: [Ending] = []
        for (name, move) in followed.sorted(by: { $0.key < $1.key }) {
            let sample = observation.guest(name)?.guest.sample
            if let state = conclude(move, sample, at: now) {
                followed[name] = nil
                endings.append(Self.ending(of: move, state, sample, at: now))
            }
        }
        return endings
    }

    /// Follows a target from now on; the ending of the one before it, if that was still awaited.
    mutating func follow(_ move: FollowedMove, sample: GuestSample?) -> Ending? {
        let before = followed.updateValue(move, forKey: move.key.guest)
        return before.map {
            Self.ending(of: $0, $0.arrived == nil ? "superseded" : "arrived", sample, at: move.sent)
        }
    }

    /// QEMU refused the target; nil when it is not followed any more.
    mutating func refuse(guest: String, target: ByteCount, error: String) -> (ending: Ending, change: ByteCount)? {
        guard let move = followed[guest], move.target == target else { return nil }
        followed[guest] = nil
        let outcome = MoveOutcome(state: "rejected", residentBefore: move.resident, detail: String(error.prefix(400)))
        return (Ending(key: move.key, outcome: outcome, returned: .zero), move.change)
    }

    /// The word for its end; nil while it is not over.
    private mutating func conclude(_ move: FollowedMove, _ sample: GuestSample?, at now: MonotonicTime) -> String? {
        guard let sample, sample.state != .gone else { return "unknown" }
        let age = now - move.sent
        if let arrived = move.arrived { return now - arrived >= Self.settling ? "arrived" : nil }
        if let actual = sample.actual, move.isReached(by: actual) {
            followed[move.key.guest]?.arrived = now
            return nil
        }
        if age >= Self.answering, let target = sample.target, target != move.target { return "superseded" }
        guard age >= move.deadline else { return nil }
        guard let actual = sample.actual else { return "unknown" }
        return move.hasMoved(to: actual) ? "partly" : "unmoved"
    }

    private static func ending(
        of move: FollowedMove, _ state: String, _ sample: GuestSample?, at now: MonotonicTime
    ) -> Ending {
        let outcome = MoveOutcome(
            state: state, after: Swift.max(.zero, now - move.sent), actual: sample?.actual,
            residentBefore: move.resident, residentAfter: sample?.resident)
        var returned = ByteCount.zero
        if move.change < .zero, let before = move.resident, let after = sample?.resident {
            returned = (before - after).clampedToZero
        }
        return Ending(key: move.key, outcome: outcome, returned: returned)
    }
}

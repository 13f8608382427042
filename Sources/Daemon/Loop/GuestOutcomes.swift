import BalloonKit
import Controller

/// The last move of each guest, kept until the guest is gone: what was done, when and why.
struct GuestOutcomes {
    struct Move: Sendable {
        var verdict: Verdict
        var time: MonotonicTime
    }

    private(set) var lastMoves: [String: Move] = [:]

    mutating func observe(_ snapshot: Snapshot, decision: Decision) {
        for verdict in decision.verdicts where verdict.target != nil {
            lastMoves[verdict.guest] = Move(verdict: verdict, time: decision.time)
        }
        guard lastMoves.count > snapshot.guests.count else { return }
        let present = Set(snapshot.guests.map(\.sample.name))
        lastMoves = lastMoves.filter { present.contains($0.key) }
    }
}

import BalloonKit
import Controller
import Simulation

/// Prints what is done with one guest while a scenario runs, in the sentences that `balloonctl explain` uses.
final class GuestTrace: Watcher {
    private let guest: String

    init(_ guest: String) { self.guest = guest }

    func decided(_ decision: borrowing Decision, on snapshot: borrowing Snapshot, _ world: borrowing WorldView) {
        guard let verdict = decision.verdicts.first(where: { $0.guest == guest }),
            verdict.target != nil || !verdict.guardrails.isEmpty
        else { return }
        let time = (world.time * 10).rounded() / 10
        let truth = world.guests.first { $0.plan.name == guest }
        let state = truth.map { "has \($0.actual), wants \($0.wanted + $0.plan.kernel), lacks \($0.keptOut)" } ?? "gone"
        print("\(time) s, cycle \(decision.cycle), \(decision.rung.rawValue), \(state): \(verdict.explanation)")
    }
}

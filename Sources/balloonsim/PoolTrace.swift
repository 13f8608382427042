import BalloonKit
import Controller
import Simulation

/// Prints a line for each cycle that commands something, and one every five seconds: usage, forecast, rung and moves; and one
/// for each process that a guest's kernel killed.
final class PoolTrace: Watcher {
    private var nextLine = 0.0
    private var kills: [String: Int] = [:]

    func decided(_ decision: borrowing Decision, on snapshot: borrowing Snapshot, _ world: borrowing WorldView) {
        printKills(world)
        let actions = decision.actions
        guard !actions.isEmpty || decision.ksm != nil || world.time >= nextLine else { return }
        nextLine = world.time + 5
        let total = world.host.plan.total
        let moves = actions.map { verdict in
            let guards = verdict.guardrails.map(\.code.rawValue).joined(separator: ",")
            let bounds = guards.isEmpty ? "" : "[\(guards)]"
            let sizes = "\(verdict.actual ?? .zero)->\(verdict.target ?? .zero)"
            return "\(verdict.guest) \(sizes) \(verdict.reason.code.rawValue)\(bounds)"
        }
        let time = (world.time * 10).rounded() / 10
        var line = "\(time) s  used \(Text.percent(world.host.used.fraction(of: total)))"
        line += "  forecast \(Text.percent(decision.forecast.predicted.fraction(of: total)))"
        line += "  in flight \(decision.forecast.inFlight)  \(decision.rung.rawValue)"
        if decision.unmet > .zero { line += "  unmet \(decision.unmet)" }
        if let ksm = decision.ksm { line += "  ksm \(ksm)" }
        print(moves.isEmpty ? line : line + "  " + moves.joined(separator: "; "))
    }

    private func printKills(_ world: borrowing WorldView) {
        for guest in world.guests where guest.oomKills > kills[guest.plan.name] ?? 0 {
            kills[guest.plan.name] = guest.oomKills
            let time = (world.time * 10).rounded() / 10
            let need = guest.wanted + guest.plan.kernel
            print("\(time) s  KILLED in \(guest.plan.name): it wants \(need) of \(guest.actual)")
        }
    }
}

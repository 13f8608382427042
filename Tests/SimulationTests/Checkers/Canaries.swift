import BalloonKit
import Controller
import Simulation

extension Canary {
    static let all = bounds + eligibility + amounts + calmness + accounts + merging + liveness

    private static let bounds = [
        Canary("bounds", "cuts below the floor") { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.reclaim, 0, to: .mebibytes(100)) }
        },
        Canary("bounds", "grants above the ceiling") { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.grant, 0, to: .mebibytes(1100)) }
        },
        Canary("bounds", "calls a cut a grant") { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.grant, 0, to: .mebibytes(900)) }
        },
        Canary("pins", "moves a pinned guest", in: pinned) { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.reclaim, 0, to: .mebibytes(600)) }
        },
        Canary("pins", "forgets to send a pin", in: pinned) { decision, _ in decision.verdicts[0].target = nil },
        Canary("pins", "sends another target than the pin's", in: pinned) { decision, _ in
            if decision.verdicts[0].target != nil { decision.verdicts[0].target = .mebibytes(700) }
        },
    ]

    private static let eligibility = [
        Canary("eligibility", "reclaims from a stale guest", in: world { $0.driver = .stale(from: 10, to: 50) }) {
            if $1.cycle == 30 { $0.command(.reclaim, 0, to: .mebibytes(800)) }
        },
        Canary("eligibility", "reclaims from a silent guest", in: world { $0.silences = [10...50] }) {
            if $1.cycle == 30 { $0.command(.reclaim, 0, to: .mebibytes(800)) }
        },
        Canary("eligibility", "reclaims from a paused guest", in: world { $0.pauses = [10...50] }) {
            if $1.cycle == 30 { $0.command(.reclaim, 0, to: .mebibytes(800)) }
        },
        Canary("eligibility", "reclaims from a pinned guest", in: pinned) { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.reclaim, 0, to: .mebibytes(600)) }
        },
        Canary("eligibility", "reclaims from a guest without a driver", in: world { $0.driver = .missing }) {
            if $1.cycle == 20 { $0.command(.reclaim, 0, to: .mebibytes(800)) }
        },
        Canary(
            "new-statistics", "takes twice upon the same statistics", in: world { $0.driver = .stale(from: 10, to: 50) }
        ) {
            if $1.cycle == 13 { $0.command(.reclaim, 0, to: .mebibytes(900)) }
            if $1.cycle == 14 { $0.command(.reclaim, 0, to: .mebibytes(800)) }
        },
        Canary("back-off", "comes back to a stuck guest at once", in: stuck) { decision, snapshot in
            let isBackedOff = decision.verdicts[0].reason.code == .backedOff
            if isBackedOff || snapshot.cycle == 10 { decision.command(.reclaim, 0, to: .mebibytes(700)) }
        },
    ]

    private static let amounts = [
        Canary("headroom", "grants more than is there", in: overfull) { decision, snapshot in
            if snapshot.cycle == 10 { for index in 0..<4 { decision.command(.reclaim, index, to: .mebibytes(600)) } }
            if snapshot.cycle == 16 { for index in 0..<4 { decision.command(.grant, index, to: .gibibytes(1)) } }
        },
        Canary("working-set", "cuts into a working set while nothing is in danger") { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.reclaim, 0, to: .mebibytes(200)) }
        },
        Canary("dead-band", "moves a guest by a few MiB") { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.reclaim, 0, to: .mebibytes(1020)) }
        },
        Canary("dead-band", "asks again for what it asked for", in: stuck) { decision, snapshot in
            if snapshot.cycle == 20 || snapshot.cycle == 21 { decision.command(.reclaim, 0, to: .mebibytes(800)) }
        },
    ]

    private static let calmness = [
        Canary("cool-down", "cuts, and grants two seconds later") { decision, snapshot in
            if snapshot.cycle == 20 { decision.command(.reclaim, 0, to: .mebibytes(700)) }
            if snapshot.cycle == 22 { decision.command(.grant, 0, to: .mebibytes(900)) }
        },
        Canary("flips", "turns a guest in every cycle, and twice a second", in: world(seconds: 90)) {
            // Only cycles count: commands of a wild governor need not be sensible.
            let isReclaim = $1.cycle % 2 == 0
            $0.command(isReclaim ? .reclaim : .grant, 0, to: isReclaim ? .mebibytes(700) : .mebibytes(1000))
        },
        Canary("quiet-moves", "never comes to rest", in: world(seconds: 400)) { decision, snapshot in
            if snapshot.cycle % 40 == 0 { decision.command(.reclaim, 0, to: .mebibytes(700)) }
            if snapshot.cycle % 40 == 20 { decision.command(.grant, 0, to: .mebibytes(1000)) }
        },
    ]

    private static let accounts = [
        Canary("determinism", "throws dice") { decision, _ in
            decision.unmet = ByteCount(Int64.random(in: 0...(1 << 40)))
        },
        Canary("determinism", "depends on the order of guests") { decision, snapshot in
            decision.unmet = snapshot.guests.first?.sample.name == "g1" ? .page : .zero
        },
        Canary("reasons", "gives a reason that nobody knows") { decision, _ in
            decision.verdicts[0].reason = Reason("because")
        },
        Canary("reasons", "clamps in silence") { decision, snapshot in
            guard snapshot.cycle == 20 else { return }
            decision.command(.reclaim, 0, to: .mebibytes(700))
            decision.verdicts[0].proposed = .mebibytes(600)
        },
        Canary("reasons", "forgets a guest") { decision, _ in decision.verdicts.removeLast() },
    ]

    private static let liveness = [
        Canary("quiet-line", "does nothing", in: overfull) { decision, _ in
            for index in decision.verdicts.indices { decision.verdicts[index].target = nil }
        },
        Canary("quiet-need", "starves a guest and leaves it so", in: growing) { decision, snapshot in
            for index in decision.verdicts.indices {
                decision.verdicts[index].target = nil
                decision.verdicts[index].action = .hold
            }
            if snapshot.cycle == 10 { decision.command(.reclaim, 0, to: .mebibytes(400)) }
        },
    ]

    // MARK: Their worlds

    private static let stuck = world { $0.driver = .stuck }
    private static let overfull = world(total: .mebibytes(4000), seconds: 200)
    /// Wants all it has once it was cut, and swaps instead of killing.
    private static let growing = world(seconds: 120) {
        $0.anonymous = Curve([(0, .mebibytes(200)), (20, .mebibytes(200)), (30, .mebibytes(800))])
        $0.swap = .gibibytes(1)
    }
}

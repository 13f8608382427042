import BalloonKit
import Controller

/// A bound that needs no oracle: what a pool could surely be brought down to when nothing happens any more.
///
/// A guest that balloons can move comes down to its floor or to its working set and reserve; any other holds what it holds.
struct QuietPool {
    /// Guests that a policy can move, by name.
    private(set) var movable: Set<String> = []
    /// The most that is needed.
    private(set) var need: ByteCount
    /// A guest that no policy can help needs more than it has or is pinned to: what runs in it is killed and comes back, or the pin
    /// is tried again, for ever.
    private(set) var isRestless = false

    init(_ cycle: CheckedCycle) {
        need = cycle.world.host.plan.host.amount(at: cycle.world.time)
        for guest in cycle.guests {
            guard let truth = guest.truth else { continue }
            guard Self.isMovable(guest, truth, cycle), let maximum = guest.maximum, let floor = guest.floor else {
                need += truth.resident
                if !truth.fits(in: min(truth.actual, guest.known.pin?.target ?? .max)) { isRestless = true }
                continue
            }
            movable.insert(guest.name)
            let reserve = max(
                guest.verdict?.assessment.reserve ?? .zero,
                min(max(cycle.settings.reserve, maximum.scaled(by: 1.0 / 8)), .gibibytes(1)))
            let claim = truth.plan.kernel + truth.wanted + reserve.times(2)
            need += min(max(floor, claim), maximum) + truth.plan.overhead
        }
        // Guests that are gone from the snapshot but not from the world.
        let known = Set(cycle.guests.map(\.name))
        for truth in cycle.world.guests where !known.contains(truth.plan.name) { need += truth.resident }
    }

    private static func isMovable(_ guest: CheckedGuest, _ truth: SimulatedGuest, _ cycle: CheckedCycle) -> Bool {
        let sample = guest.known.sample
        guard sample.state == .fresh, sample.isRunning, guest.known.pin == nil, !guest.known.isPaused,
            !cycle.snapshot.isPaused, !truth.plan.discardIsDisabled, truth.plan.driver == .ordinary,
            truth.kept(within: guest), let code = guest.verdict?.reason.code
        else { return false }
        return code != .backedOff && code != .cannotGive
    }
}

extension SimulatedGuest {
    /// Its processes fit into what it may have.
    func kept(within guest: CheckedGuest) -> Bool { fits(in: guest.ceiling ?? plan.maximum) }

    func fits(in size: ByteCount) -> Bool { plan.kernel + wanted + .mebibytes(16) <= size }
}

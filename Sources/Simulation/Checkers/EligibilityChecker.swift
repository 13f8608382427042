import BalloonKit
import Controller

/// Whom a policy may move, judged by what was known, and once more by the truth.
///
/// A running guest that no longer reports may be given memory (reason `unheard`), since it may be too short of it to
/// report. Pins reach every guest whose QEMU answers; withdrawals every guest that has a target.
public struct EligibilityChecker: Checker {
    public let name = "eligibility"
    public let rule = "Memory is reclaimed only from fresh, running guests that are neither pinned nor paused."

    /// Until this a guest that stopped is still taken for fresh: the freshness bound, statistics that were a second old, and
    /// an answer as late as its deadline allows.
    private static let notice = 7.0

    /// From a reset to the driver's first report, with the poll that sees it.
    private static let bootTime = 4.0

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            guard let command = guest.command else { continue }
            let sample = guest.known.sample
            switch command.action {
            case .reclaim, .grant:
                let isUnheard =
                    command.action == .grant && sample.state == .stale && guest.verdict?.reason.code == .unheard
                let isFresh =
                    sample.state == .fresh && (sample.statisticsAge ?? .zero) <= cycle.settings.freshnessBound
                let isFree = guest.known.pin == nil && !guest.known.isPaused && !cycle.snapshot.isPaused
                if !isFree || !sample.isRunning || !(isFresh || isUnheard) {
                    findings.add(
                        self, guest.name, "\(command.action.rawValue) of a guest that is \(label(guest, cycle))")
                }
                let seesUse = command.action == .grant || guest.isEasing || guest.verdict?.assessment.canGive ?? false
                if !seesUse { findings.add(self, guest.name, "a reclaim from a guest that is assessed unable to give") }
            case .withdraw, .pin:
                if [.connecting, .socketBusy, .silent, .gone].contains(sample.state) {
                    findings.add(
                        self, guest.name, "\(command.action.rawValue) to a guest that is \(label(guest, cycle))")
                }
            case .hold: break
            }
            if command.action == .reclaim, !guest.isEasing, let truth = guest.truth,
                hasStoodStill(truth, at: cycle.world.time)
            {
                findings.add(self, guest.name, "a reclaim from a guest that has stood still for \(Self.notice) s")
            }
        }
    }

    private func label(_ guest: CheckedGuest, _ cycle: CheckedCycle) -> String {
        var words = [guest.known.sample.state.rawValue]
        if !guest.known.sample.isRunning { words.append("not running") }
        if guest.known.pin != nil { words.append("pinned") }
        if guest.known.isPaused || cycle.snapshot.isPaused { words.append("paused by the operator") }
        return words.joined(separator: ", ")
    }

    /// A wire that gives an old answer again makes old statistics look new, and nobody can tell.
    private func hasStoodStill(_ truth: SimulatedGuest, at time: Double) -> Bool {
        guard truth.plan.faults == FaultPlan() else { return false }
        // A driver reports once when it is loaded, so a reboot in the middle makes it fresh again.
        if case .stale(let from, let to) = truth.plan.driver, time < to,
            time - Swift.max(from, truth.bootedAt) > Self.notice + Self.bootTime
        {
            return true
        }
        return (truth.plan.pauses + truth.plan.silences).contains {
            time - $0.lowerBound > Self.notice && time < $0.upperBound
        }
    }
}

import BalloonKit
import Controller

/// The promise to guests, by the truth and not by what guests claim.
///
/// The least working set of the last seconds counts: statistics are an interval old, and what grew since nobody can know.
/// A guest that lies about what is available, or whose balloon looks like use to it (Windows), harms itself and is left out;
/// so is what the operator pinned. Idle memory of others counts where both the truth and the controller see it.
public struct WorkingSetChecker: Checker {
    public let name = "working-set"
    public let rule =
        "No guest is cut below its true working set unless the line is about to be crossed and no other has idle memory."

    /// Freshness bound, and one cycle.
    private static let window = 4.5
    /// The kernel's own last pages, and rounding.
    private static let noise = ByteCount.mebibytes(16)
    /// Less idle memory than this in a guest is a remainder that nobody would move.
    private static let crumb = ByteCount.mebibytes(16)

    private var recent: [String: [(time: Double, need: ByteCount)]] = [:]

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        remember(cycle)
        var idle: [ByteCount]?
        for (index, guest) in cycle.guests.enumerated() {
            guard let command = guest.command, command.action == .reclaim, !guest.isEasing, let truth = guest.truth,
                isHonest(truth),
                let need = recent[guest.name]?.map(\.need).min(), command.to + Self.noise < need
            else { continue }
            let amounts = idle ?? cycle.guests.map(idleLeft)
            idle = amounts
            let others = amounts.enumerated().reduce(ByteCount.zero) { $1.offset == index ? $0 : $0 + $1.element }
            // Twice: the controller sees the sum with its own rounding, and working sets a second ago.
            guard !cycle.isCrossing || others > cycle.settings.deadBand.times(2) + Self.crumb else { continue }
            findings.add(
                self, guest.name,
                "cut to \(command.to) with a working set of \(need), \(others) idle elsewhere, \(cycle.decision.rung.rawValue)"
            )
        }
    }

    private mutating func remember(_ cycle: CheckedCycle) {
        var next: [String: [(time: Double, need: ByteCount)]] = [:]
        next.reserveCapacity(cycle.world.guests.count)
        for truth in cycle.world.guests {
            var needs = (recent[truth.plan.name] ?? []).filter { cycle.world.time - $0.time <= Self.window }
            needs.append((cycle.world.time, truth.plan.kernel + truth.anonymous))
            next[truth.plan.name] = needs
        }
        recent = next
    }

    private func isHonest(_ truth: SimulatedGuest) -> Bool {
        switch truth.plan.driver {
        case .lying, .windows: false
        default: true
        }
    }

    /// What this guest could still give without harm after the decision, by the truth and by what was assessed.
    private func idleLeft(_ guest: CheckedGuest) -> ByteCount {
        guard let truth = guest.truth, isHonest(truth), let verdict = guest.verdict, verdict.assessment.canGive,
            !truth.plan.discardIsDisabled,
            // It was asked, and has just been found not to give.
            guest.command?.action != .withdraw
        else { return .zero }
        let kept = max(
            guest.floor ?? .zero, truth.plan.kernel + truth.anonymous + verdict.assessment.reserve.times(2))
        var real = (truth.residentRAM - kept).clampedToZero
        var seen = verdict.assessment.idle
        if let command = guest.command {
            let taken = (truth.residentRAM - command.to).clampedToZero
            real = (real - taken).clampedToZero
            seen = (seen - taken).clampedToZero
        }
        let left = min(real, seen)
        return left > Self.crumb ? left : .zero
    }
}

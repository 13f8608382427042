import BalloonKit
import Controller

/// Grants come out of headroom that was measured: what lies under the limit now, less half a percent of the pool, less what
/// grants of the last seconds may still take (urgent ones 2 s, others 10 s; the latter do not bind who is in need).
///
/// Pins are sent whatever the headroom, but use it up. Withdrawals neither ask nor count: they give back what was never had.
public struct HeadroomChecker: Checker {
    public let name = "headroom"
    public let rule = "All grants of a cycle together are no larger than the headroom measured, less the reserve."

    private static let safety = 0.005
    /// Rounding, one a guest.
    private static let noise = ByteCount.page

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        let pool = cycle.snapshot.pool
        var left = cycle.decision.watermarks.limit - pool.used - pool.total.scaled(by: Self.safety)
        var granted = ByteCount.zero
        var grants: Int64 = 0
        for guest in cycle.guests {
            left -= promised(guest, cycle.now)
            guard let command = guest.command, command.to > command.from else { continue }
            if command.action == .pin { left -= command.to - command.from }
            if command.action == .grant {
                granted += command.to - command.from
                grants += 1
            }
        }
        let most = left.clampedToZero + Self.noise.times(grants)
        if granted > most { findings.add(self, nil, "\(granted) granted out of a headroom of \(most)") }
    }

    private func promised(_ guest: CheckedGuest, _ now: MonotonicTime) -> ByteCount {
        guard let last = guest.past.last, last.action != .withdraw, last.isUrgent, last.target > last.actualBefore,
            now - last.time <= .seconds(2)
        else { return .zero }
        let sample = guest.known.sample
        let held = max(sample.residentRAM ?? last.actualBefore, .zero)
        let available = sample.reported?.available ?? last.target
        return min(min(last.target - last.actualBefore, last.target - held), available).clampedToZero
    }
}

import BalloonKit
import Controller

/// Liveness of the second: nobody starves beside memory.
///
/// A process that is killed within a step of its start and waits to come back shows in no statistics of QEMU 7.2: nobody
/// can know of it, and it does not count.
public struct QuietNeedChecker: Checker {
    public let name = "quiet-need"
    public let rule = "In quiet times no living process lacks memory for 15 s while there is headroom for it."

    private static let patience = 15.0
    private static let least = ByteCount.mebibytes(8)
    private var since: [String: Double] = [:]

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let quiet = cycle.quietFor, quiet >= Self.patience, !cycle.hasRestarted else {
            since = [:]
            return
        }
        let movable = QuietPool(cycle).movable
        let headroom = cycle.decision.watermarks.high - cycle.world.host.used
        for guest in cycle.guests {
            guard let truth = guest.truth, movable.contains(guest.name), truth.keptOut >= Self.least,
                !truth.isDown(at: cycle.world.time),
                let ceiling = guest.ceiling, truth.actual < ceiling,
                headroom > truth.keptOut + cycle.world.host.plan.total.scaled(by: 0.02)
            else {
                since[guest.name] = nil
                continue
            }
            let begin = since[guest.name] ?? cycle.world.time
            since[guest.name] = begin
            guard cycle.world.time - begin >= Self.patience else { continue }
            since[guest.name] = nil
            findings.add(
                self, guest.name, "lacks \(truth.keptOut) for \(Self.patience) s beside a headroom of \(headroom)")
        }
    }
}

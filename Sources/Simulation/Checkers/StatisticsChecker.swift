import BalloonKit
import Controller

/// Statistics are up to a second older than `actual`: who acts twice on the same takes the same memory twice.
///
/// A target that the operator or another rule replaced meanwhile does not count as a move of these statistics.
public struct StatisticsChecker: Checker {
    public let name = "new-statistics"
    public let rule = "A guest is reclaimed from again only upon statistics newer than its last move."

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            guard let command = guest.command, command.action == .reclaim, let last = guest.past.last,
                guest.known.sample.target == last.target, guest.known.sample.statisticsUpdates == last.updates
            else { continue }
            findings.add(
                self, guest.name, "cut to \(command.to) upon statistics \(last.updates), as to \(last.target) before")
        }
    }
}

import BalloonKit
import Controller

/// Statistics are up to a second older than `actual`: who acts twice on the same takes the same memory twice.
///
/// While the line is about to be crossed a guest may be moved again on the statistics at hand, down to the working set
/// and reserve that they tell. What only ends a running reclaim earlier takes nothing.
/// A target that the operator or another rule replaced meanwhile does not count as a move of these statistics.
public struct StatisticsChecker: Checker {
    public let name = "new-statistics"
    public let rule =
        "A guest is reclaimed from again only upon statistics newer than its last move, or down to its reserve."

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            guard let command = guest.command, command.action == .reclaim, !guest.isEasing, let last = guest.past.last,
                guest.known.sample.target == last.target, guest.known.sample.statisticsUpdates == last.updates
            else { continue }
            if cycle.isCrossing, let assessment = guest.verdict?.assessment, let workingSet = assessment.workingSet,
                command.to >= workingSet + (guest.isForBounds ? .zero : assessment.reserve)
            {
                continue
            }
            findings.add(
                self, guest.name, "cut to \(command.to) upon statistics \(last.updates), as to \(last.target) before")
        }
    }
}

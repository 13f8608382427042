import BalloonKit

/// The bar that the built-in policy must pass, row by row, each with the scenarios that fail it.
///
/// A row is passed by every scenario alone: a good average hides nothing.
public struct DoneTable: Sendable {
    public struct Row: Sendable {
        public var figure: String
        public var mustBe: String
        /// The scenarios to which the row applies.
        public var scenarios = 0
        /// The scenario, and what it was instead.
        public var failures: [(scenario: String, found: String)] = []

        public var isPassed: Bool { failures.isEmpty }
    }

    public private(set) var rows: [Row] = []

    /// Less than this, in MiB-seconds, is rounding to pages.
    static let leastHarm = 0.5
    static let mebibyte = 1_048_576.0

    /// - Parameters:
    ///   - contests: Each with our figures; one without is left out.
    ///   - cpuLimit: Share of one processor that ksmd may use; 0.02 more is granted.
    public init(_ contests: [Contest], cpuLimit: Double = 0.20) {
        let judged = contests.filter { $0.ours != nil }
        let feasible = judged.filter { $0.oracle.isFeasible }
        let infeasible = judged.filter { !$0.oracle.isFeasible }
        add("time over the line, where foresight is at 0", "<= 0.1 %", feasible.filter { $0.oracle.secondsOver == 0 }) {
            $0.overShare <= 0.001 ? nil : Text.percent($0.overShare)
        } _: { _ in
            nil
        }
        add("time over the line, elsewhere", "<= 1.2 x foresight's", feasible.filter { $0.oracle.secondsOver > 0 }) {
            _ in
            nil
        } _: { contest in
            guard let ours = contest.ours, ours.secondsOver > contest.oracle.secondsOver * 1.2 else { return nil }
            return "\(Text.seconds(ours.secondsOver)), foresight \(Text.seconds(contest.oracle.secondsOver))"
        }
        add("host swap-out, kills", "0 beyond foresight's", feasible, { _ in nil }, _: Self.losses)
        add("harm, where foresight is at 0", "0", feasible.filter { $0.oracle.harm < Self.leastHarm }) {
            $0.harm < Self.leastHarm ? nil : Text.harm($0.harm)
        } _: { _ in
            nil
        }
        add("harm", "<= half the best baseline's", feasible, { _ in nil }, _: Self.harm)
        add("moved by balloons", "<= 1.2 x the least of baselines over <= 5 %", feasible, { _ in nil }, _: Self.moved)
        add("commands, calm scenarios", "0", judged.filter(\.scenario.isCalm)) {
            $0.commands == 0 ? nil : String($0.commands)
        } _: { _ in
            nil
        }
        add("infeasible: time over and harm", "no baseline is better", infeasible, { _ in nil }, _: Self.beaten)
        add("infeasible: each figure alone", "no worse than any baseline's", infeasible, { _ in nil }, _: Self.worse)
        add("ksmd's processor share, any half minute", "<= \(Text.percent(cpuLimit)) + 2 points", judged) {
            $0.busiestScanner <= cpuLimit + 0.02 ? nil : Text.percent($0.busiestScanner)
        } _: { _ in
            nil
        }
        add("infeasible: alarm", "raised", infeasible) {
            $0.alarms.isEmpty ? "none" : nil
        } _: { _ in
            nil
        }
    }

    public var isPassed: Bool { rows.allSatisfy(\.isPassed) }

    private mutating func add(
        _ figure: String, _ mustBe: String, _ contests: [Contest], _ fault: (Figures) -> String?,
        _ comparison: (Contest) -> String?
    ) {
        var row = Row(figure: figure, mustBe: mustBe, scenarios: contests.count)
        for contest in contests {
            guard let ours = contest.ours, let found = fault(ours) ?? comparison(contest) else { continue }
            row.failures.append((contest.scenario.name, found))
        }
        rows.append(row)
    }

    // MARK: Comparisons: nil, or what was found

    private static func losses(_ contest: Contest) -> String? {
        guard let ours = contest.ours else { return nil }
        let own = contest.oracle.guestOOMKills + contest.oracle.hostOOMKills
        guard ours.hostSwapOut > contest.oracle.hostSwapOut || ours.kills > own else { return nil }
        return "\(ours.hostSwapOut) swapped out, \(ours.guestOOMKills) + \(ours.hostOOMKills) kills"
    }

    /// What guests lack whatever the host does counts for nobody.
    private static func harm(_ contest: Contest) -> String? {
        guard let ours = contest.ours, let best = contest.baselines.map(\.harm).min() else { return nil }
        let excess = ours.harm - contest.oracle.harm
        guard excess >= leastHarm, excess > (best - contest.oracle.harm) / 2 else { return nil }
        return "\(Text.harm(ours.harm)), best \(Text.harm(best))"
    }

    private static func moved(_ contest: Contest) -> String? {
        let held = contest.baselines.filter { $0.overShare <= 0.05 }
        guard let ours = contest.ours, let least = held.map(\.moved).min(), ours.moved > least.scaled(by: 1.2) else {
            return nil
        }
        return "\(Text.size(ours.moved)), least \(Text.size(least))"
    }

    /// A baseline that is at least as good in both figures, and clearly better in one.
    private static func beaten(_ contest: Contest) -> String? {
        guard let ours = contest.ours else { return nil }
        for (rule, other) in contest.figures where rule.part != .ours {
            let isAsGood = other.overShare <= ours.overShare + 0.001 && other.harm <= ours.harm + leastHarm
            let isBetter = other.overShare < ours.overShare - 0.001 || other.harm < ours.harm * 0.99 - leastHarm
            if isAsGood, isBetter { return "\(rule.name): \(Text.pair(other)), ours \(Text.pair(ours))" }
        }
        return nil
    }

    private static func worse(_ contest: Contest) -> String? {
        guard let ours = contest.ours, let over = contest.baselines.map(\.overShare).min(),
            let harm = contest.baselines.map(\.harm).min()
        else { return nil }
        guard ours.overShare > over + 0.001 || ours.harm > harm + leastHarm else { return nil }
        return "\(Text.pair(ours)), least \(Text.percent(over)) and \(Text.harm(harm))"
    }
}

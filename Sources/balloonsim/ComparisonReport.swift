import BalloonKit
import Simulation

/// What `compare` prints: every rule in every scenario, then the bar.
struct ComparisonReport {
    let contests: [Contest]
    let done: DoneTable
    let isMarkdown: Bool

    var text: String { [runs, sums, bar].joined(separator: "\n\n") }

    private static let header = [
        "rule", "over", "peak", "harm", "kills", "swapped", "moved", "commands", "flips", "saved", "ksmd", "alarms",
    ]

    private var runs: String {
        contests.map { contest in
            var table = TextTable(Self.header)
            for (rule, figures) in contest.figures { table.add(cells(rule.name, figures)) }
            let oracle = contest.oracle
            table.add([
                "foresight", Text.percent(oracle.overShare), Text.percent(oracle.peak), Text.harm(oracle.harm),
                "\(oracle.guestOOMKills)+\(oracle.hostOOMKills)", Text.size(oracle.hostSwapOut), "", "", "",
                Text.size(oracle.mostSaved), "", "",
            ])
            let kind =
                contest.scenario.isCalm
                ? "calm"
                : oracle.isFeasible
                    ? "feasible"
                    : "infeasible for \(Text.seconds(oracle.staticSecondsOver)), \(Text.harm(oracle.harmToHold)) to hold"
            return title("\(contest.scenario.name) (\(kind))") + "\n" + rendered(table)
        }.joined(separator: "\n\n")
    }

    /// All scenarios together, feasible ones only.
    private var sums: String {
        var table = TextTable([
            "rule", "time over", "harm", "kills", "swapped", "moved", "commands", "flips",
        ])
        let feasible = contests.filter(\.oracle.isFeasible)
        for rule in contests.first?.figures.map(\.rule) ?? [] {
            let all = feasible.flatMap { $0.figures.filter { $0.rule == rule }.map(\.figures) }
            table.add([
                rule.name, Text.seconds(all.reduce(0) { $0 + $1.secondsOver }),
                Text.harm(all.reduce(0) { $0 + $1.harm }), String(all.reduce(0) { $0 + $1.kills }),
                Text.size(all.reduce(.zero) { $0 + $1.hostSwapOut }), Text.size(all.reduce(.zero) { $0 + $1.moved }),
                String(all.reduce(0) { $0 + $1.commands }), String(all.reduce(0) { $0 + $1.flips }),
            ])
        }
        return title("All \(feasible.count) feasible scenarios together") + "\n" + rendered(table)
    }

    private var bar: String {
        var table = TextTable(["figure", "must be", "passed", "of"])
        for row in done.rows {
            table.add([
                row.figure, row.mustBe, row.isPassed ? "yes" : "NO",
                "\(row.scenarios - row.failures.count)/\(row.scenarios)",
            ])
        }
        let failures = done.rows.filter { !$0.isPassed }.map { row in
            "\(row.figure), must be \(row.mustBe):\n"
                + row.failures.map { "  - \($0.scenario): \($0.found)" }.joined(separator: "\n")
        }
        return ([title("Done means"), rendered(table)] + (failures.isEmpty ? [] : [""] + failures)).joined(
            separator: "\n")
    }

    private func cells(_ name: String, _ figures: Figures) -> [String] {
        [
            name, Text.percent(figures.overShare), Text.percent(figures.peak), Text.harm(figures.harm),
            "\(figures.guestOOMKills)+\(figures.hostOOMKills)", Text.size(figures.hostSwapOut),
            Text.size(figures.moved), String(figures.commands), String(figures.flips), Text.size(figures.mostSaved),
            Text.percent(figures.busiestScanner), String(figures.alarms.count),
        ]
    }

    private func title(_ text: String) -> String { isMarkdown ? "### \(text)\n" : text }
    private func rendered(_ table: TextTable) -> String { isMarkdown ? table.markdown : table.text }
}

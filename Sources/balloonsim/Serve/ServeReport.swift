import BalloonKit
import Simulation

/// What a served scenario came to, beside what the simulator says of the same.
struct ServeReport {
    let scenario: Scenario
    let seed: UInt64
    /// Nil when somebody else started it.
    let daemon: String?
    let figures: Figures
    let notes: [String]

    /// In the layout of `balloonsim run`.
    var text: String {
        let simulated = simulated
        let table = FiguresTable(
            runs: [("served", figures), ("simulated", simulated)], oracle: Oracle.figures(of: scenario))
        let lines = [
            "\(scenario.name): \(scenario.summary)",
            "\(daemon ?? "a daemon") over sockets for \(Text.seconds(figures.seconds)) on \(scenario.pool.total), seed \(seed)",
            "", table.text,
            "  alarms served: \(FiguresTable.alarms(figures)); simulated: \(FiguresTable.alarms(simulated))", "",
            table.verdict,
        ]
        return (lines + notes).joined(separator: "\n")
    }

    /// A line of the daemon, one of the simulator, one of foresight, and one a note.
    var json: String {
        let notes = notes.map { ComparisonJSON.note(scenario.name, $0) }
        return
            ([
                ComparisonJSON.line(scenario.name, "served", figures),
                ComparisonJSON.line(scenario.name, "simulated", simulated),
                ComparisonJSON.line(scenario.name, Oracle.figures(of: scenario)),
            ] + notes).joined(separator: "\n")
    }

    private var simulated: Figures { Rule.balloond.figures(of: scenario, seed: seed) }
}

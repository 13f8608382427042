import BalloonKit
import Simulation

/// The figures of one scenario, a line a figure: each run's, and last what perfect foresight could do.
struct FiguresTable {
    /// By the name of whoever held the pool.
    let runs: [(name: String, figures: Figures)]
    let oracle: OracleFigures

    var text: String {
        var rows = [row("", runs.map(\.name), "foresight")]
        rows.append(row("time over the line", { Text.seconds($0.secondsOver) }, Text.seconds(oracle.secondsOver)))
        rows.append(row("highest usage", { Text.percent($0.peak) }, Text.percent(oracle.peak)))
        rows.append(row("harm", { Text.harm($0.harm) }, Text.harm(oracle.harm)))
        rows.append(row("guest kills", { String($0.guestOOMKills) }, String(oracle.guestOOMKills)))
        rows.append(row("host kills", { String($0.hostOOMKills) }, String(oracle.hostOOMKills)))
        rows.append(row("host swap-out", { Text.size($0.hostSwapOut) }, Text.size(oracle.hostSwapOut)))
        rows.append(row("moved", { Text.size($0.moved) }))
        rows.append(row("commands", { String($0.commands) }))
        rows.append(row("flips within 30 s", { String($0.flips) }))
        rows.append(row("cycles", { String($0.cycles) }))
        rows.append(row("saved by KSM", { Text.size($0.mostSaved) }, Text.size(oracle.mostSaved)))
        rows.append(row("ksmd", { Text.seconds($0.scannerSeconds) }))
        if runs.count == 1 { rows.append(row("alarms", { Self.alarms($0) })) }
        return rows.joined(separator: "\n")
    }

    /// Alarms are too long for columns beside each other.
    static func alarms(_ figures: Figures) -> String {
        figures.alarms.isEmpty ? "none" : figures.alarms.sorted().joined(separator: " ")
    }

    /// Whether what guests need fits under the line at all.
    var verdict: String {
        guard !oracle.isFeasible else { return "needs fit under the line" }
        return "needs do not fit for \(Text.seconds(oracle.staticSecondsOver)): "
            + "to hold the line costs guests \(Text.harm(oracle.harmToHold))"
    }

    private func row(_ name: String, _ value: (Figures) -> String, _ limit: String = "") -> String {
        row(name, runs.map { value($0.figures) }, limit)
    }

    private func row(_ name: String, _ values: [String], _ limit: String) -> String {
        "  " + TextTable.padded(name, 20)
            + (values + [limit]).map { TextTable.padded($0, 16, isRight: true) }.joined()
    }
}

import ArgumentParser
import BalloonKit
import Simulation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs one scenario under one rule and says what came of it.")

    @Argument(help: "The scenario (see 'balloonsim list').")
    var name: String

    @Option(help: "Who holds the pool.")
    var rule = Rule.balloond

    @Option(help: "Spreads what the scenario leaves open, as the moments at which guests report.")
    var seed: UInt64 = 1

    @Flag(help: "Print each cycle that commands something.")
    var trace = false

    @Option(help: "Print what is done with the guest of this name, and why.")
    var guest: String?

    func run() throws {
        guard let scenario = ScenarioCatalog.scenario(named: name) else {
            throw ValidationError("no scenario is called '\(name)'; 'balloonsim list' names all")
        }
        let oracle = Oracle.figures(of: scenario)
        var watchers: [any Watcher] = trace ? [PoolTrace()] : []
        if let guest {
            guard scenario.guests.contains(where: { $0.name == guest }) else {
                throw ValidationError("\(name) has no guest '\(guest)': it has \(namesOfGuests(scenario))")
            }
            watchers.append(GuestTrace(guest))
        }
        let figures = rule.figures(of: scenario, seed: seed, watchers: watchers)
        print("\(scenario.name): \(scenario.summary)")
        print("\(rule.rawValue) for \(Text.seconds(figures.seconds)) on \(scenario.pool.total), seed \(seed)\n")
        let lines: [(String, String, String)] = [
            ("time over the line", Text.seconds(figures.secondsOver), Text.seconds(oracle.secondsOver)),
            ("highest usage", Text.percent(figures.peak), Text.percent(oracle.peak)),
            ("harm", Text.harm(figures.harm), Text.harm(oracle.harm)),
            ("guest kills", String(figures.guestOOMKills), String(oracle.guestOOMKills)),
            ("host kills", String(figures.hostOOMKills), String(oracle.hostOOMKills)),
            ("host swap-out", Text.size(figures.hostSwapOut), Text.size(oracle.hostSwapOut)),
            ("moved", Text.size(figures.moved), ""), ("commands", String(figures.commands), ""),
            ("flips within 30 s", String(figures.flips), ""), ("cycles", String(figures.cycles), ""),
            ("saved by KSM", Text.size(figures.mostSaved), Text.size(oracle.mostSaved)),
            ("ksmd", Text.seconds(figures.scannerSeconds), ""),
            ("alarms", figures.alarms.isEmpty ? "none" : figures.alarms.sorted().joined(separator: " "), ""),
        ]
        print(row("", rule.rawValue, "foresight"))
        for line in lines { print(row(line.0, line.1, line.2)) }
        let verdict =
            oracle.isFeasible
            ? "needs fit under the line"
            : "needs do not fit for \(Text.seconds(oracle.staticSecondsOver)): to hold the line costs guests \(Text.harm(oracle.harmToHold))"
        print("\n\(verdict)")
    }

    private func namesOfGuests(_ scenario: Scenario) -> String {
        let first = scenario.guests.prefix(6).map(\.name).joined(separator: ", ")
        return scenario.guests.count > 6 ? first + " and \(scenario.guests.count - 6) more" : first
    }

    private func row(_ name: String, _ value: String, _ limit: String) -> String {
        "  " + TextTable.padded(name, 20) + TextTable.padded(value, 16, isRight: true)
            + TextTable.padded(limit, 16, isRight: true)
    }
}

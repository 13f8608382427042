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

    @Option(help: "End after so many seconds of the scenario.")
    var seconds: Double?

    @Flag(help: "Print each cycle that commands something.")
    var trace = false

    @Option(help: "Print what is done with the guest of this name, and why.")
    var guest: String?

    func validate() throws {
        if let seconds, !(seconds >= 1) { throw ValidationError("--seconds: 1 or more") }
    }

    func run() throws {
        guard var scenario = ScenarioCatalog.scenario(named: name) else {
            throw ValidationError("no scenario is called '\(name)'; 'balloonsim list' names all")
        }
        if let seconds { scenario.duration = min(scenario.duration, seconds) }
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
        let table = FiguresTable(runs: [(rule.rawValue, figures)], oracle: oracle)
        print(table.text)
        print("\n\(table.verdict)")
    }

    private func namesOfGuests(_ scenario: Scenario) -> String {
        let first = scenario.guests.prefix(6).map(\.name).joined(separator: ", ")
        return scenario.guests.count > 6 ? first + " and \(scenario.guests.count - 6) more" : first
    }
}

import ArgumentParser
import BalloonKit
import Controller
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

    @OptionGroup var sight: SightOptions
    @OptionGroup var plugin: PolicyOptions

    @Option(
        help: ArgumentHelp("Annotates a guest, as an operator would; may be repeated.", valueName: "guest:key=value"))
    var annotate: [String] = []

    @Option(help: ArgumentHelp("The hour of a Monday at which the scenario begins.", valueName: "hour"))
    var hour = 9.0

    func validate() throws {
        if let seconds, !(seconds >= 1) { throw ValidationError("--seconds: 1 or more") }
        guard (0..<24).contains(hour) else { throw ValidationError("--hour is from 0 to under 24") }
        guard plugin.policy == nil || rule == .balloond else {
            throw ValidationError("--policy is for balloond's own controller: leave --rule out")
        }
    }

    func run() throws {
        guard var scenario = ScenarioCatalog.scenario(named: name) else {
            throw ValidationError("no scenario is called '\(name)'; 'balloonsim list' names all")
        }
        scenario = sight.applied(to: scenario)
        scenario.hour = hour
        for note in annotate { try scenario.annotate(note) }
        if let seconds { scenario.duration = min(scenario.duration, seconds) }
        let oracle = Oracle.figures(of: scenario)
        var watchers: [any Watcher] = trace ? [PoolTrace()] : []
        if let guest {
            guard scenario.guests.contains(where: { $0.name == guest }) else {
                throw ValidationError("\(name) has no guest '\(guest)': it has \(namesOfGuests(scenario))")
            }
            watchers.append(GuestTrace(guest))
        }
        let adviser = try plugin.plugin()
        defer { adviser?.stop() }
        let suite = CheckerSuite(scenario, checkers: CheckerSuite.underAnyPlugin)
        if adviser != nil { watchers.append(suite) }
        let figures = rule.figures(of: scenario, seed: seed, watchers: watchers, adviser: adviser?.counsel)
        print("\(scenario.name): \(scenario.summary)")
        print(
            "\(adviser?.manifest.name ?? rule.rawValue) for \(Text.seconds(figures.seconds)) on \(scenario.pool.total), seed \(seed)\n"
        )
        let table = FiguresTable(runs: [(rule.rawValue, figures)], oracle: oracle)
        print(table.text)
        print("\n\(table.verdict)")
        if let adviser { try report(adviser.account, suite.findings) }
    }

    /// What the plugin did, and whether guardrails held.
    private func report(_ account: PluginAdviser.Account, _ findings: Findings) throws {
        let failures = account.failures.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" }
        print(
            "the plugin answered \(account.rounds) rounds"
                + (failures.isEmpty ? "" : "; \(failures.joined(separator: ", "))"))
        for line in account.last { print("  \(line)") }
        guard !findings.isEmpty else { return print("every checker is content") }
        for violation in findings.violations { print("  \(violation)") }
        throw ExitCode(1)
    }

    private func namesOfGuests(_ scenario: Scenario) -> String {
        let first = scenario.guests.prefix(6).map(\.name).joined(separator: ", ")
        return scenario.guests.count > 6 ? first + " and \(scenario.guests.count - 6) more" : first
    }
}

extension Scenario {
    /// - Throws: `ValidationError` for what is not `GUEST:KEY=VALUE` with a guest of this scenario.
    fileprivate mutating func annotate(_ text: String) throws {
        let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
        let parts = halves.count == 2 ? halves[1].split(separator: "=", maxSplits: 1).map(String.init) : []
        guard parts.count == 2 else { throw ValidationError("'\(text)' is not GUEST:KEY=VALUE") }
        guard let index = guests.firstIndex(where: { $0.name == halves[0] }) else {
            throw ValidationError("\(name) has no guest '\(halves[0])'")
        }
        guests[index].annotations[parts[0]] = parts[1]
    }
}

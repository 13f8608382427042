import ArgumentParser
import Simulation

/// A scenario by its name, or the names that begin with it.
struct ScenarioChoice: ParsableArguments {
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "Only these scenarios; a trailing * stands for any ending. All by default (see 'balloonsim list').",
            valueName: "name"))
    var scenario: [String] = []

    func scenarios() throws -> [Scenario] {
        guard !scenario.isEmpty else { return ScenarioCatalog.all }
        let all = ScenarioCatalog.all
        for pattern in scenario where !all.contains(where: { matches($0.name, pattern) }) {
            throw ValidationError("no scenario is called '\(pattern)'; 'balloonsim list' names all")
        }
        return all.filter { candidate in scenario.contains { matches(candidate.name, $0) } }
    }

    private func matches(_ name: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }
}

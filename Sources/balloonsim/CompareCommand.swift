import ArgumentParser
import BalloonKit
import Simulation

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Runs every rule over every scenario, beside what perfect foresight could do.",
        discussion: """
            Ends with the bar that balloond must pass and the scenarios that fail each row of it. The exit status is 1 when \
            a row fails.

            over: share of the time above the line. harm: working set kept out of guests' memory, times seconds. kills: by \
            guests' kernels + by the host's. moved: by balloons, both ways. flips: turns of a guest within 30 s. saved, \
            ksmd: by same-page merging, and the highest share of a processor it had over \
            half a minute.
            """)

    @OptionGroup var choice: ScenarioChoice
    @OptionGroup var sight: SightOptions

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Only these rules; all by default.", valueName: "rule"))
    var rule: [Rule] = []

    @Option(help: "Spreads what scenarios leave open, as the moments at which guests report.")
    var seed: UInt64 = 1

    @Option(help: "How many runs at a time.")
    var workers = 2

    @Flag(help: "One JSON object a run, a line each, with sizes in bytes.")
    var json = false

    @Flag(help: "Tables as Markdown.")
    var markdown = false

    func run() async throws {
        let rules = rule.isEmpty ? Rule.allCases : Rule.allCases.filter { rule.contains($0) }
        let scenarios = try choice.scenarios().map(sight.applied)
        let tournament = Tournament(scenarios: scenarios, rules: rules, seed: seed)
        let contests = await tournament.contests(workers: workers)
        let done = DoneTable(contests)
        if json {
            for line in ComparisonJSON(contests: contests, done: done).lines { print(line) }
        } else {
            print(ComparisonReport(contests: contests, done: done, isMarkdown: markdown).text)
        }
        if !done.isPassed { throw ExitCode(1) }
    }
}

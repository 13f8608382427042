import ArgumentParser

@main
struct Balloonsim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balloonsim",
        abstract: "Runs memory managers over scenarios on a simulated host, and compares them.",
        discussion: """
            Everything is deterministic: equal scenarios, rules and seeds give equal figures on every machine.
            """,
        subcommands: [
            CompareCommand.self, RunCommand.self, ListCommand.self, SwarmCommand.self, ReplayCommand.self,
            PlotCommand.self, BenchmarkCommand.self, ServeCommand.self,
        ])
}

import ArgumentParser

@main
struct Balloonsim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balloonsim",
        abstract: "Runs memory managers over scenarios on a simulated host, and compares them.",
        subcommands: [BenchmarkCommand.self])
}

import ArgumentParser

@main
struct Balloonsim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balloonsim",
        abstract: "Runs memory managers over scenarios on a simulated host, and compares them.",
        subcommands: [SwarmCommand.self])
}

import ArgumentParser
import Glibc
import Simulation

/// `balloonsim swarm`: scenarios drawn by lot, every cycle of them checked.
struct SwarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swarm",
        abstract: "Runs scenarios drawn by lot and checks every cycle of them.",
        discussion: "Ends with 1 when a checker found something, or when a code that must occur never did.")

    @Option(help: "How many seeds.")
    var seeds = 200

    @Option(help: "Length of each scenario in cycles.")
    var cycles = 2000

    @Option(help: "The first seed. Drawn from the time of day by default, and printed.")
    var first: UInt64?

    @Option(help: "How many scenarios to run at once.")
    var jobs = 2

    @Flag(help: "Print how often every code occurred.")
    var coverage = false

    @Option(help: "Print what is done with the guest of this name in the first seed, and nothing else.")
    var trace: String?

    func validate() throws {
        guard (1...1_000_000).contains(seeds) else { throw ValidationError("--seeds: 1 to 1000000") }
        guard (60...1_000_000).contains(cycles) else { throw ValidationError("--cycles: 60 to 1000000") }
        guard (1...256).contains(jobs) else { throw ValidationError("--jobs: 1 to 256") }
    }

    func run() async throws {
        // A thousand seeds a second, so that two swarms of one day share none.
        let first = first ?? UInt64(clamping: time(nil)) &* 1000
        if let trace {
            _ = SwarmRun(seed: first, cycles: cycles).run(watchers: [GuestTrace(trace)])
            return
        }
        print("swarm: seeds \(first) to \(first &+ UInt64(seeds - 1)), \(cycles) cycles each")
        let report = await SwarmReport(first: first, cycles: cycles, seeds: seeds, jobs: jobs)
        report.print(withCoverage: coverage)
        if !report.isClean { throw ExitCode(1) }
    }
}

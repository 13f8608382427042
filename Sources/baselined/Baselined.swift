import ArgumentParser
import Baselines
import Daemon
import Logging

/// balloond with another's rule in place of its own, for comparisons only: neither installed nor a product.
@main
struct Baselined: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baselined",
        abstract: "balloond with another manager's rule in place of its own, for comparisons only.",
        discussion: """
            Sensors, connections and commands are balloond's, only the decision is the rule's: no pin, no pause and no \
            guardrail of balloond stands behind it, because none does where people run that rule. KSM follows the rule where \
            the configuration's ksm.mode is "auto".
            """,
        version: "baselined \(DaemonVersion.text)")

    @Option(name: .long, help: "Whose rule decides: \(Baselines.names.joined(separator: ", ")).")
    var rule: String

    @Option(name: .long, help: "Configuration file, balloond's.")
    var config = "/etc/balloond/config.toml"

    @Flag(name: .long, help: "Check the configuration, name every mistake with file, line and key, and exit.")
    var checkConfig = false

    @Flag(name: .long, help: "Decide and explain, but send nothing to any guest and leave KSM alone.")
    var dryRun = false

    @Option(name: .long, help: ArgumentHelp("Where the proc file system is.", valueName: "dir"))
    var procfs = "/proc"

    @Option(name: .long, help: ArgumentHelp("Where the sys file system is.", valueName: "dir"))
    var sysfs = "/sys"

    @Option(
        name: .long,
        help: "trace, debug, info, notice, warning, error or critical; wins over the configuration's log-level.")
    var logLevel: Logger.Level?

    func validate() throws {
        guard Baselines.names.contains(rule) else { throw ValidationError("there is no rule \"\(rule)\"") }
    }

    func run() async throws {
        let rule = rule
        let start = DaemonStart(
            configurationFile: config, procfs: procfs, sysfs: sysfs, isDryRun: dryRun, logLevel: logLevel,
            governors: .rule { Baselines.named(rule, settings: $0) ?? NoGovernor(settings: $0) })
        let status = checkConfig ? start.checkConfiguration() : await start.run()
        guard status == 0 else { throw ExitCode(status) }
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

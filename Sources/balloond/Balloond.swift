import ArgumentParser
import Daemon
import Logging

/// The command line of the daemon.
@main
struct Balloond: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balloond",
        abstract: "Keeps a host's memory usage under a limit by moving the balloons of its QEMU guests.",
        discussion: """
            balloond connects to each guest's QMP socket, reads its statistics, and inflates or deflates its balloon so \
            that the pool's usage stays under the limit; when balloons cannot do it, it lets KSM merge equal pages, and \
            it never swaps. Look and steer with balloonctl.

            Signals: SIGHUP reads the configuration again, SIGTERM and SIGINT end the daemon in order.
            Exit codes: 0 ended in order, 1 could not start, 64 command line, 78 configuration.
            """,
        version: "balloond \(DaemonVersion.text)")

    @Option(name: .long, help: "Configuration file; config.d/*.toml beside it are read after it.")
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

    func run() async throws {
        let start = DaemonStart(
            configurationFile: config, procfs: procfs, sysfs: sysfs, isDryRun: dryRun, logLevel: logLevel)
        let status = checkConfig ? start.checkConfiguration() : await start.run()
        guard status == 0 else { throw ExitCode(status) }
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

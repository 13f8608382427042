import Glibc
import HostMemory
import Logging
import ServiceLifecycle
import UnixSignals

/// From a command line to an exit code: reads the configuration, sets up the log, and runs the daemon.
public struct DaemonStart: Sendable {
    /// `EX_CONFIG` of sysexits(3).
    private static let badConfiguration: Int32 = 78

    private let options: DaemonOptions
    private let logLevel: Logger.Level?

    /// - Parameters:
    ///   - logLevel: nil for the configuration's.
    ///   - governors: Who decides, if not balloond's own controller.
    public init(
        configurationFile: String, procfs: String, sysfs: String, isDryRun: Bool, logLevel: Logger.Level?,
        governors: GovernorFactory = .controller
    ) {
        options = DaemonOptions(
            configurationFile: configurationFile, roots: HostRoots(procfs: procfs, sysfs: sysfs), isDryRun: isDryRun,
            governors: governors)
        self.logLevel = logLevel
    }

    /// Says on standard output that all is well, or on standard error everything that is not.
    public func checkConfiguration() -> Int32 {
        do {
            let configuration = try options.loadConfiguration()
            print("\(options.configurationFile): no mistakes; the pool is \(configuration.poolDescription)")
            return 0
        } catch {
            complain("\(error)")
            return Self.badConfiguration
        }
    }

    /// Serves until a signal ends it.
    public func run() async -> Int32 {
        // Until the daemon traps it: a reload that comes early is no reason to die, the file is about to be read anyway.
        _ = signal(SIGHUP, SIG_IGN)
        let configuration: Configuration
        do {
            configuration = try options.loadConfiguration()
        } catch {
            complain("\(error)")
            return Self.badConfiguration
        }
        let level = logLevel ?? configuration.daemon.logLevel
        LoggingSystem.bootstrap { _ in JournalLogHandler(logLevel: level) }
        let logger = Logger(label: "balloond")
        do {
            let daemon = BalloonDaemon(options: options, configuration: configuration, logger: logger)
            try await ServiceGroup(
                services: [daemon], gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet(logger)
            ).run()
            return 0
        } catch {
            logger.critical("balloond cannot run", metadata: ["error": "\(error)"])
            return 1
        }
    }

    /// The service group tells of its own steps; they are for debugging only.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    /// There is no log yet: its level is part of what could not be read. In the journal every line is an error all the same.
    private func complain(_ text: String) {
        let bytes = JournalLogHandler.complaint(text, isJournal: JournalLogHandler.standardErrorIsJournal)
        JournalLogHandler.toStandardError(bytes)
    }
}

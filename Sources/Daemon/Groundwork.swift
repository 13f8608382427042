import Logging

/// What must stand before anything else: one instance, the operators' settings, the way to tell systemd.
struct Groundwork: Sendable {
    let options: DaemonOptions
    let configuration: Configuration
    let logger: Logger
    let notifier: ServiceNotifier
    let store: OperatorStore
    let records: OperatorRecords
    /// Held for as long as the daemon lives.
    private let lock: InstanceLock

    /// - Throws: when another instance runs, or the state directory cannot be used.
    init(options: DaemonOptions, configuration: Configuration, logger: Logger) throws {
        self.options = options
        self.configuration = configuration
        self.logger = logger
        lock = try InstanceLock(directory: configuration.daemon.stateDirectory)
        store = try OperatorStore(directory: configuration.daemon.stateDirectory, logger: logger)
        records = try store.load()
        notifier = ServiceNotifier()
        ProcessProtection(locksMemory: configuration.daemon.lockMemory, logger: logger).apply()
    }
}

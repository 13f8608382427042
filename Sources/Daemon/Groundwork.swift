import Foundation
import Glibc
import Logging

/// What must stand before anything else: one instance, the operators' settings, the way to tell systemd.
final class Groundwork: Sendable {
    let options: DaemonOptions
    let configuration: Configuration
    let logger: Logger
    let notifier: ServiceNotifier
    let store: OperatorStore
    /// Held for as long as the daemon lives.
    private let lock: InstanceLock

    /// - Throws: when another instance runs, or the directories cannot be made or used.
    init(options: DaemonOptions, configuration: Configuration, logger: Logger) throws {
        self.options = options
        self.configuration = configuration
        self.logger = logger
        let state = configuration.daemon.stateDirectory
        try Self.makeDirectory(state, mode: 0o700)
        try Self.makeDirectory(Self.parent(of: configuration.daemon.controlSocket), mode: 0o755)
        Self.makeGuestsDirectory(configuration.discovery.sockets)
        lock = try InstanceLock(directory: state)
        store = OperatorStore(directory: state)
        if let warning = store.warning { logger.warning("\(warning)") }
        notifier = .fromEnvironment()
    }

    /// What KSM's settings were before the daemon changed them.
    var ksmRecordFile: String { "\(configuration.daemon.stateDirectory)/ksm-found" }

    /// Readies the process for a host that is out of memory. What is not permitted is said and left.
    func protectProcess() {
        attempt("open more files") { _ = try ProcessProtection.raiseDescriptorLimit() }
        attempt("be spared by the OOM killer") { try ProcessProtection.adjustOOMScore() }
        if configuration.daemon.lockMemory {
            attempt("stay in memory") { try ProcessProtection.lockMemory() }
        }
    }

    private func attempt(_ purpose: String, _ measure: () throws -> Void) {
        do { try measure() } catch {
            logger.info("not permitted to \(purpose)", metadata: ["error": "\(error)"])
        }
    }

    /// The default place for guests' sockets is balloond's own; every other one is somebody else's to make. Without it QEMU
    /// says that it cannot make its socket: that is clear enough when this fails.
    private static func makeGuestsDirectory(_ patterns: [String]) {
        guard let own = Configuration.Discovery().sockets.first, patterns.contains(own) else { return }
        mkdir(parent(of: own), 0o755)
    }

    private static func makeDirectory(_ path: String, mode: Int) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
    }

    private static func parent(of path: String) -> String {
        URL(filePath: path).deletingLastPathComponent().path
    }
}

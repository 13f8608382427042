import BalloonKit
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals
import Web

/// balloond itself: takes the instance lock, opens the store, starts the loop, and ends in order.
///
/// Run it in a `ServiceGroup` that turns SIGTERM and SIGINT into a graceful shutdown; SIGHUP is its own.
public struct BalloonDaemon: Service {
    private let options: DaemonOptions
    private let configuration: Configuration
    private let logger: Logger

    /// - Parameter configuration: as read at start; a reload reads `options.configurationFile` again.
    public init(options: DaemonOptions, configuration: Configuration, logger: Logger) {
        self.options = options
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until a graceful shutdown.
    ///
    /// - Throws: what makes a start impossible: another instance, a pool that cannot be read, a control socket that cannot
    ///   be bound. Once it serves, nothing ends it but a shutdown.
    public func run() async throws {
        // Before all else: a SIGHUP that nobody traps would end the process.
        let hangUps = await UnixSignalsSequence(trapping: .sighup)
        let groundwork = try Groundwork(options: options, configuration: configuration, logger: logger)
        groundwork.protectProcess()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(groundwork, on: group.next(), hangUps: hangUps)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    /// From the first connection to the last.
    private func serve(
        _ groundwork: Groundwork, on eventLoop: any EventLoop, hangUps: UnixSignalsSequence
    ) async throws {
        let composition = try await eventLoop.submit {
            NIOLoopBound(try Composition(groundwork: groundwork, eventLoop: eventLoop), eventLoop: eventLoop)
        }.get()
        do {
            try await eventLoop.flatSubmit { composition.value.start() }.get()
        } catch {
            try? await eventLoop.flatSubmit { composition.value.stop() }.get()
            throw error
        }
        groundwork.notifier.ready(status: "managing \(configuration.poolDescription)")
        let web = try await eventLoop.submit { composition.value.webServer() }.get()
        try await withThrowingDiscardingTaskGroup { beside in
            if let web { beside.addTask { await web.run() } }
            for await _ in hangUps.cancelOnGracefulShutdown() {
                eventLoop.execute { composition.value.reload { _ in } }
            }
            groundwork.notifier.stopping()
            beside.cancelAll()
            try await eventLoop.flatSubmit { composition.value.stop() }.get()
        }
    }
}

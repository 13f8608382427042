import BalloonKit
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

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
        let groundwork = try Groundwork(options: options, configuration: configuration, logger: logger)
        groundwork.protectProcess()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let eventLoop = group.next()
        let composition = try await eventLoop.submit {
            NIOLoopBound(try Composition(groundwork: groundwork, eventLoop: eventLoop), eventLoop: eventLoop)
        }.get()
        try await eventLoop.flatSubmit { composition.value.start() }.get()
        groundwork.notifier.ready(status: "managing \(configuration.poolDescription)")
        await serve(composition, on: eventLoop, notifier: groundwork.notifier)
        groundwork.notifier.stopping()
        try await eventLoop.flatSubmit { composition.value.stop() }.get()
        try await group.shutdownGracefully()
    }

    /// Handles SIGHUP until the shutdown begins.
    private func serve(
        _ composition: NIOLoopBound<Composition>, on eventLoop: any EventLoop, notifier: ServiceNotifier
    ) async {
        let hangUps = await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown()
        for await _ in hangUps {
            eventLoop.execute { composition.value.reload { _ in } }
        }
    }
}

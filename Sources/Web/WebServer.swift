import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// The page and the metrics over HTTP, beside the daemon: on a thread of its own, for looking only.
///
/// Nothing here can end the daemon or hold it up: where it cannot listen it says so and tries again, and what it knows it
/// asks of the main loop at most once a second.
public struct WebServer: Sendable {
    private let address: WebAddress
    private let source: any WebSource
    private let logger: Logger
    private let grant: @Sendable (String) throws -> Void

    static let mostConnections = 64
    static let idleTimeout = TimeAmount.seconds(20)
    static let longestLife = TimeAmount.minutes(5)

    /// - Parameters:
    ///   - grant: gives a Unix socket's file its permissions, before anybody can find it.
    public init(
        address: WebAddress, source: any WebSource, logger: Logger, grant: @escaping @Sendable (String) throws -> Void
    ) {
        self.address = address
        self.source = source
        self.logger = logger
        self.grant = grant
    }

    /// Serves until the task is cancelled. Where it cannot listen it tries again after 1, 2, 4 ... 30 s.
    ///
    /// - Parameter onServing: told the port, or nil for a Unix socket, each time it begins to listen.
    public func run(onServing: @escaping @Sendable (Int?) -> Void = { _ in }) async {
        var wait = Duration.seconds(1)
        var told = ""
        while !Task.isCancelled {
            do {
                try await serve(onServing)
                wait = .seconds(1)
            } catch {
                let problem = "\(error)"
                if !Task.isCancelled, problem != told {
                    logger.warning(
                        "cannot serve the page, trying again",
                        metadata: ["listen": "\(address)", "error": "\(problem)"])
                }
                told = problem
            }
            try? await Task.sleep(for: wait)
            wait = min(wait * 2, .seconds(30))
        }
    }

    private func serve(_ onServing: @escaping @Sendable (Int?) -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(on: group, onServing)
        } catch {
            await end(group)
            throw error
        }
        await end(group)
    }

    /// What was asked of the daemon is answered on this loop, also when whoever wanted to know has gone: answers come in the order
    /// of their questions, so one more is asked, and its answer is the last.
    private func end(_ group: MultiThreadedEventLoopGroup) async {
        _ = try? await source.recent().hop(to: group.next()).get()
        try? await group.shutdownGracefully()
    }

    private func serve(
        on group: MultiThreadedEventLoopGroup, _ onServing: @escaping @Sendable (Int?) -> Void
    ) async throws {
        switch address {
        case .loopback(let host, let port):
            try await server(on: group, .hostname(host, port: port), checksHost: true) { channel in
                tellListening()
                onServing(channel.localAddress?.port)
            }.run()
        case .unix(let path):
            let socket = try PrivateSocket(for: path)
            defer { socket.remove() }
            try await server(on: group, .unixDomainSocket(path: socket.temporaryPath), checksHost: false) { channel in
                do {
                    try socket.publish(granting: grant)
                    tellListening()
                    onServing(nil)
                } catch {
                    try? await channel.close()
                }
            }.run()
            if let problem = socket.problem { throw problem }
        }
    }

    private func tellListening() {
        logger.notice("page and metrics are served", metadata: ["listen": "\(address)"])
    }

    private func server(
        on group: MultiThreadedEventLoopGroup, _ bind: BindAddress, checksHost: Bool,
        _ onServing: @escaping @Sendable (any Channel) async -> Void
    ) async throws -> Server<HTTP1Channel> {
        let eventLoop = group.next()
        let cache = try await eventLoop.submit { [source] in
            NIOLoopBound(ReportCache(source: source, eventLoop: eventLoop), eventLoop: eventLoop)
        }.get()
        let responder = Responder(gate: Gate(checksHost: checksHost), cache: cache, eventLoop: eventLoop)
        // What fails is told by `run` in the daemon's own words.
        var quiet = logger
        quiet.logLevel = .critical
        let channel = HTTP1Channel(
            responder: { request, writer, _ in
                let response = await responder.response(to: request)
                try await writer.write(response: response.head, body: response.body)
            }, configuration: Self.http)
        return Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: bind, backlog: Self.mostConnections,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections, logger: quiet)),
            onServerRunning: onServing, eventLoopGroup: group, logger: quiet)
    }

    private static var http: HTTP1Channel.Configuration {
        var http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionLife(limit: longestLife)], idleTimeout: idleTimeout)
        http.httpDecoder = .init(maxHeaderFieldSize: 8192, maxHeaderListSize: 16384, maxHeaderFieldCount: 100)
        return http
    }
}

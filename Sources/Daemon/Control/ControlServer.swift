import CLinux
import ControlProtocol
import Foundation
import Glibc
import Logging
import NIOCore
import NIOPosix
import QMP

/// The control socket: accepts operators' tools, hands their requests to the service, sends events to those who watch.
final class ControlServer {
    /// Clients served at once; further ones are closed and counted.
    static let clientLimit = 64

    private let eventLoop: any EventLoop
    private let path: String
    private let permissions: SocketPermissions
    private let service: OperatorService
    private let logger: Logger
    private let version: QMPVersion
    private let clocks: Clocks
    private var channel: (any Channel)?
    private var connections: [ObjectIdentifier: ControlConnection] = [:]
    private(set) var refusedClients: UInt64 = 0
    var access: AccessRule

    init(
        eventLoop: any EventLoop, path: String, permissions: SocketPermissions, access: AccessRule,
        service: OperatorService, version: QMPVersion, clocks: Clocks, logger: Logger
    ) {
        self.eventLoop = eventLoop
        self.path = path
        self.permissions = permissions
        self.access = access
        self.service = service
        self.version = version
        self.clocks = clocks
        self.logger = logger
    }

    /// Binds the socket. A file left by a daemon that was killed is replaced; the instance lock rules out a live one.
    func start() -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        // The file must never exist with more rights than configured, not even for an instant.
        let mask = umask(0o177)
        let bind = ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in bound.value.welcome(channel) }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true)
        return bind.flatMapThrowing { channel in
            umask(mask)
            try bound.value.didBind(channel)
        }
    }

    func stop() {
        channel?.close(promise: nil)
        channel = nil
        for connection in connections.values { connection.close() }
        unlink(path)
    }

    var hasWatchers: Bool { connections.values.contains { $0.isWatching } }

    var droppedEvents: UInt64 { connections.values.reduce(0) { $0 + $1.droppedEvents } }

    /// Sends an event to every client that watches.
    func publish(_ event: ControlEvent) {
        let watchers = connections.values.filter(\.isWatching)
        guard !watchers.isEmpty, let data = event.data.object else { return }
        let bytes = QMPServerSession.event(
            event.name, data: data, at: .milliseconds(Int64(clocks.wall().timeIntervalSince1970 * 1000)))
        for watcher in watchers { watcher.send(event: bytes) }
    }

    private func didBind(_ channel: any Channel) throws {
        self.channel = channel
        try permissions.apply(to: path)
    }

    /// Runs on the event loop, before the first byte is read.
    private func welcome(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard connections.count < Self.clientLimit, let socket = channel as? any SocketOptionProvider else {
            refusedClients += 1
            return channel.close()
        }
        let credentials: EventLoopFuture<peer_credentials> = socket.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SO_PEERCRED)
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        return credentials.flatMapThrowing { peer in
            try bound.value.serve(channel, peer: Peer(pid: peer.pid, uid: peer.uid, gid: peer.gid))
        }
    }

    private func serve(_ channel: any Channel, peer: Peer) throws {
        let connection = ControlConnection(
            version: version, peer: peer, access: access, service: service, logger: logger)
        connection.onClose = { [weak self] in self?.connections[ObjectIdentifier($0)] = nil }
        connections[ObjectIdentifier(connection)] = connection
        try channel.pipeline.syncOperations.addHandler(connection)
    }
}

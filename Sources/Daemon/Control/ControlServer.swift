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
    static let places = ClientPlaces()

    private let eventLoop: any EventLoop
    private let path: String
    private let permissions: SocketPermissions
    private let service: OperatorService
    private let logger: Logger
    private let version: QMPVersion
    private let clocks: Clocks
    private var channel: (any Channel)?
    private var connections: [ObjectIdentifier: ControlConnection] = [:]
    /// Accepted, but not looked up yet.
    private var arriving = 0
    private let tally: ClientTally
    private let worker: Worker
    var access: AccessRule

    init(
        eventLoop: any EventLoop, path: String, permissions: SocketPermissions, access: AccessRule,
        service: OperatorService, tally: ClientTally, worker: Worker, version: QMPVersion, clocks: Clocks,
        logger: Logger
    ) {
        self.eventLoop = eventLoop
        self.path = path
        self.permissions = permissions
        self.access = access
        self.service = service
        self.tally = tally
        self.worker = worker
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
        return bind.always { _ in umask(mask) }.flatMapThrowing { try bound.value.didBind($0) }
    }

    func stop() {
        for connection in connections.values { connection.close() }
        guard let channel else { return }
        channel.close(promise: nil)
        self.channel = nil
        unlink(path)
    }

    var hasWatchers: Bool { connections.values.contains { $0.isWatching } }

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
        guard connections.count + arriving < Self.places.total, let socket = channel as? any SocketOptionProvider else {
            return refuse(channel)
        }
        arriving += 1
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let credentials: EventLoopFuture<peer_credentials> = socket.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SO_PEERCRED)
        return credentials.flatMap { bound.value.lookUp($0) }
            .always { _ in bound.value.arriving -= 1 }
            .flatMap { bound.value.serve(channel, peer: $0) }
    }

    /// Root is served without a look at the accounts: a directory service that hangs must not lock the administrator out.
    private func lookUp(_ peer: peer_credentials) -> EventLoopFuture<Peer> {
        guard peer.uid != 0 else {
            return eventLoop.makeSucceededFuture(Peer(pid: peer.pid, uid: 0, name: "root", groups: [peer.gid]))
        }
        let found = eventLoop.makePromise(of: Peer.self)
        worker.run({ Peer(lookingUp: peer.uid, gid: peer.gid, pid: peer.pid) }) { found.completeWith($0) }
        return found.futureResult
    }

    private func serve(_ channel: any Channel, peer: Peer) -> EventLoopFuture<Void> {
        guard Self.places.admit(uid: peer.uid, taken: connections.count) else { return refuse(channel) }
        let connection = ControlConnection(
            version: version, peer: peer, access: { [unowned self] in access }, tally: tally, service: service,
            logger: logger)
        connection.onClose = { [weak self] in self?.connections[ObjectIdentifier($0)] = nil }
        connections[ObjectIdentifier(connection)] = connection
        return eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(connection) }
    }

    private func refuse(_ channel: any Channel) -> EventLoopFuture<Void> {
        tally.refused += 1
        return channel.close()
    }
}

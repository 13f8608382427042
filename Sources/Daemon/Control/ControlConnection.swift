import ControlProtocol
import Logging
import NIOCore
import QMP

/// One client of the control socket: bytes to requests, replies and events to bytes.
///
/// A client that does not read is not waited for: events past its socket's buffer are dropped and counted, and one that
/// leaves more replies unread than ``ControlConnection/unreadLimit`` is disconnected.
final class ControlConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Bytes that wait in the daemon for one client.
    static let unreadLimit = 8 << 20

    private var session: QMPServerSession
    private let peer: Peer
    private let access: () -> AccessRule
    private let tally: ClientTally
    private let service: OperatorService
    private let logger: Logger
    private var context: ChannelHandlerContext?
    private(set) var isWatching = false
    var onClose: ((ControlConnection) -> Void)?

    /// - Parameter access: asked for each command, so that a reload also holds for clients that are connected.
    init(
        version: QMPVersion, peer: Peer, access: @escaping () -> AccessRule, tally: ClientTally,
        service: OperatorService, logger: Logger
    ) {
        session = QMPServerSession(version: version)
        self.peer = peer
        self.access = access
        self.tally = tally
        self.service = service
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        write(session.greeting())
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        onClose?(self)
        onClose = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var output: [UInt8] = []
        var requests: [QMPServerRequest] = []
        unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            session.receive(bytes) { event in
                switch event {
                case .write(let bytes): output += bytes
                case .request(let request): requests.append(request)
                case .ready: break
                }
            }
        }
        if !output.isEmpty { write(output) }
        for request in requests { handle(request) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("control connection failed", metadata: ["pid": "\(peer.pid)", "error": "\(error)"])
        context.close(promise: nil)
    }

    /// Sends an event, or drops it when the client is behind.
    func send(event bytes: [UInt8]) {
        guard session.isReady, let channel = context?.channel, channel.isWritable else {
            tally.droppedEvents += 1
            return
        }
        write(bytes)
    }

    func close() {
        context?.close(promise: nil)
    }

    private func handle(_ request: QMPServerRequest) {
        do {
            guard let command = try ControlRequest(name: request.command, arguments: .object(request.arguments)) else {
                return write(session.refuse(request, with: .commandNotFound(request.command)))
            }
            try access().check(command.access, for: peer)
            if case .watch(let watch) = command { isWatching = watch.enable }
            service.handle(command, from: peer) { [weak self] in self?.answer(request, with: $0) }
        } catch let failure as ControlFailure {
            refuse(request, with: failure)
        } catch {
            refuse(request, with: ControlFailure(.genericError, "\(request.command): \(error)"))
        }
    }

    private func answer(_ request: QMPServerRequest, with result: Result<any ControlValue, ControlFailure>) {
        switch result {
        case .success(let reply): write(session.reply(to: request, with: reply.json))
        case .failure(let failure): refuse(request, with: failure)
        }
    }

    private func refuse(_ request: QMPServerRequest, with failure: ControlFailure) {
        let error = QMPServerError(failure.errorClass, failure.description)
        write(session.refuse(request, with: error))
    }

    private func write(_ bytes: [UInt8]) {
        guard let context else { return }
        if let waiting = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes), waiting > Self.unreadLimit
        {
            logger.warning("control client does not read, disconnected", metadata: ["pid": "\(peer.pid)"])
            return context.close(promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}

import NIOCore
import NIOPosix

/// One request over a connection of its own, and everything that came back.
///
/// All on the event loop: a test that waits for its turn must not keep the server waiting, which closes then.
enum Client {
    static func ask(_ port: Int, _ head: String) async throws -> String {
        try await ask(head) { $0.connect(host: "127.0.0.1", port: port) }
    }

    static func ask(unix path: String, _ head: String) async throws -> String {
        try await ask(head) { $0.connect(unixDomainSocketPath: path) }
    }

    private static func ask(
        _ head: String, _ connect: (ClientBootstrap) -> EventLoopFuture<any Channel>
    ) async throws -> String {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let reply = loop.makePromise(of: String.self)
        let bootstrap = ClientBootstrap(group: loop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let question = Question(head + "Connection: close\r\n\r\n", reply: reply)
                try channel.pipeline.syncOperations.addHandler(question)
            }
        }
        connect(bootstrap).whenFailure { reply.fail($0) }
        return try await reply.futureResult.get()
    }
}

/// Asks as soon as there is a connection, and tells what came once it has ended.
private final class Question: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let head: String
    private let reply: EventLoopPromise<String>
    private var received = ByteBuffer()

    init(_ head: String, reply: EventLoopPromise<String>) {
        self.head = head
        self.reply = reply
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.writeImmutableBuffer(unwrapInboundIn(data))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        reply.succeed(String(buffer: received))
    }
}

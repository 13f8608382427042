import NIOCore
import NIOPosix

/// One request over a connection of its own, and everything that came back.
enum Client {
    static func ask(_ port: Int, _ head: String) async throws -> String {
        try await ask(head) { try await $0.connect(host: "127.0.0.1", port: port, channelInitializer: asynchronous) }
    }

    static func ask(unix path: String, _ head: String) async throws -> String {
        try await ask(head) { try await $0.connect(unixDomainSocketPath: path, channelInitializer: asynchronous) }
    }

    private typealias Conversation = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private static func ask(
        _ head: String, _ connect: (ClientBootstrap) async throws -> Conversation
    ) async throws -> String {
        let conversation = try await connect(ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton))
        return try await conversation.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head + "Connection: close\r\n\r\n"))
            var reply = ByteBuffer()
            for try await part in inbound { reply.writeImmutableBuffer(part) }
            return String(buffer: reply)
        }
    }

    @Sendable
    private static func asynchronous(_ channel: any Channel) -> EventLoopFuture<Conversation> {
        channel.eventLoop.makeCompletedFuture { try Conversation(wrappingChannelSynchronously: channel) }
    }
}

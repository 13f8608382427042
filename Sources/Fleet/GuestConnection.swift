import BalloonKit
import NIOCore

/// What a connection needs of its guest; both live on the same event loop.
protocol GuestConnectionOwner: AnyObject {
    func connectionReceived(_ bytes: UnsafeRawBufferPointer)
    func connectionClosed()
}

/// One QMP connection as a NIO handler: bytes in, bytes out, and its end. Confined to the event loop.
final class GuestConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Until the connection ends. Not weak: a weak reference makes every retain of the guest several times slower, and the
    /// timer touches each guest twenty times a second.
    private var owner: (any GuestConnectionOwner)?
    private var context: ChannelHandlerContext?

    private var reads = true

    init(owner: any GuestConnectionOwner) { self.owner = owner }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        // Given up before it was up.
        if owner == nil { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { owner?.connectionReceived($0) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        owner?.connectionClosed()
        owner = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // ECONNRESET and the like: channelInactive follows.
        context.close(promise: nil)
    }

    /// Without a promise: a write that fails ends in `channelInactive`.
    func write(_ buffer: ByteBuffer) {
        context?.writeAndFlush(NIOAny(buffer), promise: nil)
    }

    func write(_ bytes: [UInt8]) {
        guard let context else { return }
        context.writeAndFlush(NIOAny(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    /// Whether to take what arrives, or to leave it to the socket's buffer and so, in the end, to the peer.
    func setReads(_ reads: Bool) {
        guard reads != self.reads, let context else { return }
        self.reads = reads
        try? context.channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    /// Closes without telling the owner.
    func close() {
        owner = nil
        context?.close(promise: nil)
    }
}

import CLinux
import Glibc
import QMP

/// A connection to the daemon that never blocks: what cannot be sent now waits, and so does the question after it.
///
/// A class, because its end closes the descriptor; it never leaves the view's one thread.
final class TopLink {
    let descriptor: Int32
    private var conversation = TopConversation()
    private var unsent: [UInt8] = []
    private var hasBegun = false

    /// - Throws: ``ClientError``, which says what an operator can do.
    init(_ settings: ConnectionSettings) throws(ClientError) {
        var pid: Int32 = 0
        let result = clinux_connect_unix(settings.socket, &pid)
        guard result >= 0 else {
            // A listener whose backlog is full: the caller tries again later.
            let number: Int32? = result == -EAGAIN ? nil : -result
            throw connectError(path: settings.socket, failure: UnixSocket.Failure(number: number))
        }
        descriptor = result
    }

    deinit { close(descriptor) }

    var isIdle: Bool { conversation.isIdle }

    var isRecalling: Bool { conversation.isRecalling }

    /// Whether a change was sent whose outcome is not known.
    var awaitsChange: Bool { conversation.awaitsChange }

    var wantsToWrite: Bool { !unsent.isEmpty }

    /// - Throws: ``ClientError`` when the connection is gone.
    func ask(_ questions: [TopQuestion]) throws(ClientError) {
        unsent += conversation.ask(questions, isFirst: !hasBegun)
        hasBegun = true
        try write()
    }

    func write() throws(ClientError) {
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 {
                unsent.removeFirst(count)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                throw ClientError(.unavailable, "the connection to balloond broke: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// What has come; reads no more than is there.
    func read() throws(ClientError) -> [TopEvent] {
        switch Descriptor.read(descriptor, atMost: 256 << 10) {
        case .bytes(let bytes): return try conversation.take(bytes)
        case .nothing: return []
        case .ended: throw ClientError(.unavailable, "balloond closed the connection")
        }
    }
}

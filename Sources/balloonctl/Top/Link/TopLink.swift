import CLinux
import Glibc
import QMP

/// A connection to the daemon that never blocks: what cannot be sent now waits, and so does the question after it.
///
/// A class, because its end closes the descriptor; it never leaves the view's one thread.
final class TopLink {
    /// How long an ssh that has closed its side may take to say why.
    private static let lastWords = Duration.milliseconds(300)

    let descriptor: Int32
    /// The ssh that carries it, and ends with it; nil for this host's daemon.
    private let remote: RemoteLink?
    private var conversation = TopConversation()
    private var unsent: [UInt8] = []
    private var hasBegun = false

    /// To another host it only begins to connect.
    /// - Throws: ``ClientError``, which says what an operator can do.
    init(_ settings: ConnectionSettings) throws(ClientError) {
        if let given = settings.link {
            // One ssh carries one conversation.
            let link = try given.isTaken ? RemoteLink(to: given.host, patience: settings.timeout) : given
            descriptor = try link.takeSocket()
            remote = link
            return
        }
        remote = nil
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

    /// Waits until the daemon of another host has said something, so that what keeps it from that is told on an ordinary screen.
    /// - Throws: ``ClientError`` when it cannot be reached.
    func awaitGreeting(by deadline: Duration) throws(ClientError) {
        guard let remote else { return }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var found: Int32 = 0
        repeat {
            found = poll(&waiting, 1, milliseconds(deadline - monotonicTime()))
        } while found < 0 && errno == EINTR
        guard found > 0 else { throw ClientError(.unavailable, "\(remote.host.name) does not answer") }
        var byte: UInt8 = 0
        guard recv(descriptor, &byte, 1, Int32(MSG_PEEK)) > 0 else { throw ending }
    }

    /// Why the other side has closed.
    private var ending: ClientError {
        remote?.failure(within: Self.lastWords) ?? ClientError(.unavailable, "balloond closed the connection")
    }

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
                if remote != nil { throw ending }
                throw ClientError(.unavailable, "the connection to balloond broke: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// What has come; reads no more than is there.
    func read() throws(ClientError) -> [TopEvent] {
        switch Descriptor.read(descriptor, atMost: 256 << 10) {
        case .bytes(let bytes): return try conversation.take(bytes)
        case .nothing: return []
        case .ended: throw ending
        }
    }
}

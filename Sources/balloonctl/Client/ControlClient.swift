import BalloonKit
import ControlProtocol
import Glibc
import QMP

/// A conversation with the daemon, one request at a time, blocking, every wait under a deadline.
///
/// The negotiation goes out together with the first request, before the greeting has come: QMP servers read their input
/// in order, so this saves a round trip. `QMPClientSession` waits for the greeting, and keeps no data of events that QEMU
/// does not have; this client needs neither its many open requests nor its statistics.
struct ControlClient: ~Copyable {
    private let socket: UnixSocket
    private let settings: ConnectionSettings
    private var framer = LineFramer()
    private var received: [ControlMessage] = []
    private var isNegotiated = false

    /// Connects; nothing is sent yet.
    /// - Throws: ``ClientError``, which says what an operator can do.
    init(_ settings: ConnectionSettings) throws(ClientError) {
        var settings = settings
        if let given = settings.link {
            // One ssh carries one conversation.
            let link = try given.isTaken ? RemoteLink(to: given.host, patience: settings.timeout) : given
            settings.link = link
            socket = UnixSocket(adopting: try link.takeSocket())
        } else {
            socket = try Self.connected(settings)
        }
        self.settings = settings
    }

    private static func connected(_ settings: ConnectionSettings) throws(ClientError) -> UnixSocket {
        do throws(UnixSocket.Failure) {
            return try UnixSocket(connectingTo: settings.socket, by: monotonicTime() + settings.timeout)
        } catch {
            throw connectError(path: settings.socket, failure: error)
        }
    }

    /// Sends a command and reads its reply.
    /// - Throws: ``ClientError``; `.refused` or `.noPermission` when the daemon said no.
    mutating func call<Command: ControlCommand>(_ command: Command) throws(ClientError) -> Answer<Command.Reply> {
        let deadline = monotonicTime() + settings.timeout
        var bytes = isNegotiated ? [] : QMPRequest("qmp_capabilities").bytes
        bytes += QMPRequest(Command.name, command.json.object ?? [:]).bytes
        do throws(UnixSocket.Failure) {
            try socket.send(bytes, by: deadline)
        } catch {
            throw lost(error)
        }
        if !isNegotiated {
            try expectGreeting(by: deadline)
            _ = try nextReply(by: deadline)
            isNegotiated = true
        }
        return Answer(json: try nextReply(by: deadline))
    }

    /// The next message while watching; nil when the daemon closed the connection.
    ///
    /// - Throws: ``ClientError`` with `.unavailable` when nothing came for a minute: a daemon that lives ends a cycle a
    ///   second.
    mutating func nextWatched() throws(ClientError) -> ControlMessage? {
        try next(by: monotonicTime() + .seconds(60))
    }

    private mutating func expectGreeting(by deadline: Duration) throws(ClientError) {
        guard try required(next(by: deadline)) == .greeting else {
            throw ClientError(.protocolError, "what answers on \(settings.place) does not greet as QMP does")
        }
    }

    /// The next answer; events on the way are not for us.
    private mutating func nextReply(by deadline: Duration) throws(ClientError) -> JSONValue {
        while true {
            switch try required(next(by: deadline)) {
            case .reply(let value): return value
            case .error(.permissionDenied, let description):
                throw ClientError(.noPermission, "not allowed: \(description)")
            case .error(let errorClass, let description): throw ClientError(.refused(errorClass), description)
            case .greeting: throw ClientError(.protocolError, "\(settings.place) greets twice")
            case .event: break
            }
        }
    }

    private func required(_ message: ControlMessage?) throws(ClientError) -> ControlMessage {
        guard let message else {
            if let link = settings.link, !isNegotiated { throw link.failure() }
            throw ClientError(
                .unavailable,
                "balloond closed the connection before it answered; look with 'balloonctl list' whether it took effect")
        }
        return message
    }

    /// The next line; nil at the end of the stream.
    private mutating func next(by deadline: Duration) throws(ClientError) -> ControlMessage? {
        while received.isEmpty {
            let bytes: [UInt8]
            do throws(UnixSocket.Failure) {
                bytes = try socket.receive(by: deadline)
            } catch {
                throw lost(error)
            }
            if bytes.isEmpty { return nil }
            try take(bytes)
        }
        return received.removeFirst()
    }

    private mutating func take(_ bytes: [UInt8]) throws(ClientError) {
        var lines: [[UInt8]] = []
        var isOversize = false
        framer.feed(bytes) { output in
            switch output {
            case .line(let line): lines.append(Array(line))
            case .assembled(let line): lines.append(line)
            case .oversize: isOversize = true
            }
        }
        if isOversize { throw ClientError(.protocolError, "what answers sends lines that are too long") }
        for line in lines { received.append(try ControlMessage(line: line)) }
    }

    private func lost(_ failure: UnixSocket.Failure) -> ClientError {
        if let link = settings.link, !isNegotiated, failure.number != nil { return link.failure() }
        guard let number = failure.number else {
            return ClientError(
                .unavailable,
                """
                balloond does not answer on \(settings.place) within \(settings.timeout.text)
                It may still do what was asked: look with 'balloonctl list' later.
                """)
        }
        return ClientError(.unavailable, "the connection to balloond broke: \(String(cString: strerror(number)))")
    }
}

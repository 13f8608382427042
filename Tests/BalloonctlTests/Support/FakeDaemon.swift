import ControlProtocol
import Glibc
import QMP
import Synchronization
import Testing

/// A daemon on a real Unix socket that answers from a script. A request that is not of the protocol fails the test.
final class FakeDaemon: Sendable {
    enum Answer: Sendable {
        case reply(JSONValue)
        case refuse(QMPServerError)
        /// A reply, then events, then the end of the connection.
        case events(JSONValue, [ControlEvent])
        /// Takes the request and says nothing.
        case silence
        /// Ends the connection instead of answering.
        case hangUp
        /// Bytes that are no QMP.
        case bytes([UInt8])
    }

    typealias Script = @Sendable (ControlRequest) -> Answer

    let path: String
    private let directory: String
    private let listener: Int32
    private let script: Script
    private let heard = Mutex<[ControlRequest]>([])

    /// Runs `body` against a daemon that answers by `script`, and ends it.
    static func run<Result>(_ script: @escaping Script, _ body: (FakeDaemon) throws -> Result) throws -> Result {
        let daemon = try FakeDaemon(script)
        let thread = try Thread { daemon.serve() }
        defer {
            shutdown(daemon.listener, Int32(SHUT_RDWR))
            thread.join()
            close(daemon.listener)
            unlink(daemon.path)
            rmdir(daemon.directory)
        }
        return try body(daemon)
    }

    /// What was asked, in order.
    var requests: [ControlRequest] { heard.withLock { $0 } }

    private init(_ script: @escaping Script) throws {
        self.script = script
        directory = try temporaryDirectory()
        path = directory + "/control.sock"
        listener = try listeningSocket(path)
    }

    /// Each connection on a thread of its own: clients that come together are answered together.
    private func serve() {
        var threads: [Thread] = []
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let thread = try? Thread {
                self.converse(on: connection)
                close(connection)
            }
            if let thread { threads.append(thread) } else { close(connection) }
        }
        for thread in threads { thread.join() }
    }

    private func converse(on connection: Int32) {
        var session = QMPServerSession(version: QMPVersion(major: 0, minor: 1, micro: 0, package: "balloond"))
        guard write(session.greeting(), to: connection) else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var waiting = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10_000) > 0 else { return }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            var requests: [QMPServerRequest] = []
            var output: [UInt8] = []
            session.receive(Array(buffer[..<count])) { event in
                switch event {
                case .write(let bytes): output += bytes
                case .request(let request): requests.append(request)
                case .ready: break
                }
            }
            guard write(output, to: connection) else { return }
            for request in requests where !answer(request, session: &session, on: connection) { return }
        }
    }

    /// - Returns: whether the connection goes on.
    private func answer(_ request: QMPServerRequest, session: inout QMPServerSession, on connection: Int32) -> Bool {
        guard let known = try? ControlRequest(request) else {
            Issue.record("not of the protocol: \(request)")
            return false
        }
        heard.withLock { $0.append(known) }
        switch script(known) {
        case .reply(let value): return write(session.reply(to: request, with: value), to: connection)
        case .refuse(let error): return write(session.refuse(request, with: error), to: connection)
        case .events(let value, let events):
            var bytes = session.reply(to: request, with: value)
            for event in events {
                bytes += QMPServerSession.event(event.name, data: event.data.object ?? [:], at: .seconds(1))
            }
            _ = write(bytes, to: connection)
            return false
        case .silence: return true
        case .hangUp: return false
        case .bytes(let bytes):
            _ = write(bytes, to: connection)
            return false
        }
    }

    private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        bytes.isEmpty || send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}

struct SystemError: Error {
    let call: String
    let number = errno
}

func temporaryDirectory() throws -> String {
    var template = Array("/tmp/balloonctl-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp") }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

func listeningSocket(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SystemError(call: "socket") }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    guard bound == 0, listen(descriptor, 8) == 0 else { throw SystemError(call: "bind") }
    return descriptor
}

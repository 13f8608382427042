import Glibc
import QMP

/// A blocking client of the control socket, with a deadline on every wait.
final class ControlPeer {
    struct Failure: Error { let reason: String }

    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(path: String, deadline: Duration = .seconds(10)) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var wait = timeval(tv_sec: Int(deadline.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let connected = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(descriptor, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            throw Failure(reason: "connect to \(path): errno \(errno)")
        }
        _ = try line()
        _ = try execute("qmp_capabilities")
    }

    deinit { close(descriptor) }

    /// The whole answer: `return` or `error`. Events that come first are passed over.
    func execute(_ command: String, _ arguments: JSONObject = [:]) throws -> JSONValue {
        send(QMPRequest(command, arguments).bytes)
        while true {
            let message = try line()
            if message["event"] == nil { return message }
        }
    }

    /// The next event for which `accept` holds.
    func event(_ name: String, where accept: (JSONValue) -> Bool = { _ in true }) throws -> JSONValue {
        while true {
            let message = try line()
            if message["event"] == .string(name), let data = message["data"], accept(data) { return data }
        }
    }

    func send(_ bytes: [UInt8]) {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    func line() throws -> JSONValue {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(pending[..<end])
                pending.removeSubrange(...end)
                return try JSONValue(parsing: line)
            }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure(reason: count == 0 ? "closed" : "nothing came in time") }
            pending += buffer.prefix(count)
        }
    }
}

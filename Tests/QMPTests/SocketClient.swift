import Glibc
import QMP
import Testing

/// A client session on a real socket, blocking under a deadline: what a fake must be able to serve.
struct SocketClient {
    struct Failure: Error {
        let text: String
    }

    private let descriptor: Int32
    private var trace: ClientTrace
    private var sent: UInt64 = 0

    /// What was told since the negotiation.
    var events: [String] { Array(trace.events.dropFirst(3)) }

    init(path: String, limits: QMPClientLimits = QMPClientLimits()) throws {
        trace = ClientTrace(limits: limits)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(descriptor, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw Failure(text: "connect \(path): errno \(errno)") }
        trace.session.start(at: .zero)
    }

    mutating func negotiate() throws {
        try wait { $0.count >= 2 }
        write(line(#"{"execute":"qmp_capabilities"}"#))
        try wait { $0.count >= 3 }
    }

    /// Sends under the next tag, 1 for the first.
    mutating func send(_ request: QMPRequest) {
        sent += 1
        if let bytes = try? trace.session.send(request, tag: QMPTag(rawValue: sent), deadline: .seconds(100)) {
            write(bytes)
        }
    }

    mutating func waitForEvents(_ count: Int) throws { try wait { $0.count >= count + 3 } }

    /// Receives until the events satisfy a condition; at most ten seconds without anything new.
    mutating func wait(until condition: ([String]) -> Bool) throws {
        while !condition(trace.events) {
            guard receiveOnce(patience: 10_000) else { throw Failure(text: "only \(trace.events)") }
        }
    }

    /// - Parameter patience: milliseconds.
    /// - Returns: whether anything came.
    mutating func receiveOnce(patience: Int32) -> Bool {
        guard !trace.session.isClosed else { return false }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, patience) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { trace.receive(Array(buffer[..<count])) } else { trace.disconnect() }
        return true
    }

    func close() { Glibc.close(descriptor) }

    private func write(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
}

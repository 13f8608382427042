import Glibc
import QMP
import Synchronization

/// A strict fake QEMU on a real Unix socket: it follows a script, connection by connection, and writes down everything
/// that departs from it. A command the script does not expect is refused, recorded and ends the connection.
///
/// As with QEMU, a second client connects and waits until the first has gone.
public final class ScriptedQEMU: Sendable {
    public let path: String

    private let failures = Mutex<[String]>([])
    private let isStopping = Mutex(false)
    private let thread: Mutex<pthread_t?>
    private let listener: Int32

    /// Listens and begins to follow the script on a thread of its own.
    ///
    /// - Parameters:
    ///   - path: where the socket is made; at most 107 bytes.
    ///   - connections: one script for each client, in the order they come.
    ///   - patience: how long each step may wait for the client.
    /// - Throws: ``SocketError``.
    public init(path: String, connections: [[ScriptedStep]], patience: Duration = .seconds(10)) throws(SocketError) {
        self.path = path
        listener = try UnixSocket.listen(at: path)
        thread = Mutex(nil)
        thread.withLock { thread in
            thread = Thread.start { [self] in
                follow(connections, patience: patience)
            }
        }
    }

    /// - Throws: ``SocketError``.
    public convenience init(path: String, _ steps: [ScriptedStep], patience: Duration = .seconds(10))
        throws(SocketError)
    {
        try self.init(path: path, connections: [steps], patience: patience)
    }

    /// Waits until the script is done and removes the socket.
    ///
    /// - Returns: everything that departed from the script; empty when all went as written.
    public func finish() -> [String] {
        join()
        return failures.withLock { $0 }
    }

    /// Ends at once, wherever the script stands.
    public func stop() {
        isStopping.withLock { $0 = true }
        join()
    }

    private func join() {
        guard let running = thread.withLock({ thread in thread.take() }) else { return }
        pthread_join(running, nil)
        close(listener)
        unlink(path)
    }

    private func follow(_ connections: [[ScriptedStep]], patience: Duration) {
        for (number, steps) in connections.enumerated() {
            var peer = ScriptedPeer(patience: patience) { [self] in isStopping.withLock { $0 } }
            do throws(ScriptedPeer.Departure) {
                try peer.accept(listener)
                for step in steps { try peer.perform(step) }
            } catch {
                failures.withLock { $0.append("connection \(number + 1): \(error.text)") }
            }
            peer.hangUp()
        }
    }
}

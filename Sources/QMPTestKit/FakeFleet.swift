import CLinux
import Glibc
import Synchronization

/// Any number of ``FakeQEMU`` on real Unix sockets, `DIRECTORY/NAME.sock`, served by one thread.
///
/// Each socket serves one client at a time, as QEMU's do: a second one connects and waits for its greeting.
public final class FakeFleet: Sendable {
    public let directory: String
    public let names: [String]

    private let reactor: Mutex<FakeFleetReactor>
    private let wake: Int32
    private let thread = Mutex<pthread_t?>(nil)
    private let isStopping = Mutex(false)

    /// Listens on every socket; nothing is answered before ``start()`` or ``run(until:)``.
    ///
    /// - Parameters:
    ///   - directory: must exist; its path and the longest name must fit a socket's 107 bytes.
    ///   - guests: at least one, names distinct.
    /// - Throws: ``SocketError`` when a socket cannot be made.
    public init(directory: String, guests: [FakeQEMU]) throws(SocketError) {
        self.directory = directory
        names = guests.map(\.name)
        wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wake >= 0 else { throw SocketError(call: "eventfd", number: errno, path: nil) }
        reactor = Mutex(try FakeFleetReactor(directory: directory, guests: guests, wake: wake))
    }

    deinit {
        _ = reactor.withLock { close($0.pollDescriptor) }
        close(wake)
    }

    public func path(of name: String) -> String { "\(directory)/\(name).sock" }

    /// Looks at a guest or changes it while the fleet runs; nil when there is none of this name.
    public func withGuest<Result: Sendable>(_ name: String, _ body: @Sendable (inout FakeQEMU) -> Result) -> Result? {
        defer { wakeUp() }
        return reactor.withLock { $0.withGuest(name, body) }
    }

    /// Sends bytes to a guest's client as if QEMU had, for example an event.
    public func send(_ bytes: [UInt8], from name: String) {
        reactor.withLock { $0.send(bytes, from: name) }
        wakeUp()
    }

    /// Closes a guest's connection; with `forGood` also its socket, whose file then stays as after a SIGKILL.
    public func disconnect(_ name: String, forGood: Bool = false) {
        reactor.withLock { $0.disconnect(name, forGood: forGood) }
        wakeUp()
    }

    /// Serves on a thread of its own until ``stop()``.
    public func start() {
        thread.withLock { thread in
            guard thread == nil else { return }
            thread = Thread.start { self.loop(until: nil) }
        }
    }

    /// Serves on the calling thread until `descriptor` becomes readable, then removes the sockets.
    public func run(until descriptor: Int32) {
        loop(until: descriptor)
        reactor.withLock { $0.closeAll() }
    }

    /// Ends the thread and removes the sockets. Does nothing a second time.
    public func stop() {
        isStopping.withLock { $0 = true }
        wakeUp()
        if let running = thread.withLock({ thread in thread.take() }) { pthread_join(running, nil) }
        reactor.withLock { $0.closeAll() }
    }

    private func wakeUp() { eventfd_write(wake, 1) }

    private func loop(until descriptor: Int32?) {
        let poll = reactor.withLock { reactor in
            if let descriptor { reactor.watch(descriptor) }
            return reactor.pollDescriptor
        }
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        var timeout: Int32 = 0
        while !isStopping.withLock({ $0 }) {
            // Waiting happens outside the lock, so that a test can change a guest meanwhile.
            let count = events.withUnsafeMutableBufferPointer {
                epoll_wait(poll, $0.baseAddress, Int32($0.count), timeout)
            }
            let next = reactor.withLock { $0.serve(events.prefix(max(0, Int(count)))) }
            guard let next else { return }
            timeout = next
        }
    }
}

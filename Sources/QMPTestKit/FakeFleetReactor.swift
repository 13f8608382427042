import CLinux
import Glibc
import QMP

/// The sockets of a ``FakeFleet`` and what is served on them. One epoll set, one read buffer, a tick only while a balloon
/// moves or an answer is delayed.
struct FakeFleetReactor {
    private struct Guest {
        var model: FakeQEMU
        let path: String
        var listener: Int32
        var client: Int32 = -1
        var connection = FakeConnection()
        /// Bytes the client has not taken yet.
        var unsent: [UInt8] = []
        var delayed: [(due: Duration, output: FakeConnection.Output)] = []

        mutating func receive(_ bytes: UnsafeRawBufferPointer) -> FakeConnection.Output {
            connection.receive(bytes, guest: &model)
        }
    }

    /// A client that does not read makes a real QEMU queue without bound; a test machine's memory has one.
    private static let maximumUnsent = 64 << 20
    private static let tick: Int32 = 10
    private static let wakeMark = UInt64.max
    private static let stopMark = UInt64.max - 1

    let pollDescriptor: Int32
    private let wake: Int32
    private var guests: [Guest] = []
    private var indices: [String: Int] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    /// Guests whose balloon moves or whose answers wait.
    private var busy: Set<Int> = []

    init(directory: String, guests models: [FakeQEMU], wake: Int32) throws(SocketError) {
        self.wake = wake
        pollDescriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard pollDescriptor >= 0 else { throw SocketError(call: "epoll_create1", number: errno, path: nil) }
        watch(wake, mark: Self.wakeMark)
        for model in models {
            let path = "\(directory)/\(model.name).sock"
            do throws(SocketError) {
                let listener = try UnixSocket.listen(at: path)
                indices[model.name] = guests.count
                watch(listener, mark: Self.mark(guests.count, isListener: true))
                guests.append(Guest(model: model, path: path, listener: listener))
            } catch {
                closeAll()
                throw error
            }
        }
    }

    private static func mark(_ index: Int, isListener: Bool) -> UInt64 { UInt64(index) << 1 | (isListener ? 1 : 0) }

    // MARK: From outside

    mutating func withGuest<Result>(_ name: String, _ body: (inout FakeQEMU) -> Result) -> Result? {
        guard let index = indices[name] else { return nil }
        _ = advance(index)
        let result = body(&guests[index].model)
        busy.insert(index)
        return result
    }

    mutating func send(_ bytes: [UInt8], from name: String) {
        guard let index = indices[name], guests[index].client >= 0 else { return }
        write(bytes, to: index)
    }

    mutating func disconnect(_ name: String, forGood: Bool) {
        guard let index = indices[name] else { return }
        closeClient(index)
        if forGood, guests[index].listener >= 0 {
            close(guests[index].listener)
            guests[index].listener = -1
        }
    }

    /// Becomes readable when the loop shall end.
    func watch(_ descriptor: Int32) { watch(descriptor, mark: Self.stopMark) }

    mutating func closeAll() {
        for index in guests.indices {
            closeClient(index)
            if guests[index].listener >= 0 {
                close(guests[index].listener)
                guests[index].listener = -1
                unlink(guests[index].path)
            }
        }
        guests = []
        indices = [:]
        busy = []
    }

    // MARK: The loop

    /// Serves what is ready.
    ///
    /// - Returns: how long to wait next, in milliseconds; nil to end.
    mutating func serve(_ events: ArraySlice<epoll_event>) -> Int32? {
        for event in events {
            let mark = event.data.u64
            if mark == Self.stopMark { return nil }
            if mark == Self.wakeMark {
                var count: eventfd_t = 0
                eventfd_read(wake, &count)
                continue
            }
            let index = Int(mark >> 1)
            guard guests.indices.contains(index) else { continue }
            if mark & 1 == 1 { acceptClient(index) } else { serveClient(index, events: event.events) }
        }
        serveBusy()
        return busy.isEmpty ? 1000 : Self.tick
    }

    private mutating func serveBusy() {
        guard !busy.isEmpty else { return }
        let now = MonotonicClock.now
        for index in busy {
            write(advance(index), to: index)
            while let first = guests[index].delayed.first, first.due <= now {
                guests[index].delayed.removeFirst()
                deliver(first.output, to: index)
            }
            if guests[index].delayed.isEmpty, !guests[index].model.needsTicks { busy.remove(index) }
        }
    }

    private mutating func advance(_ index: Int) -> [UInt8] {
        let events = guests[index].model.advance(to: MonotonicClock.now)
        return guests[index].connection.isReady ? events : []
    }

    private mutating func acceptClient(_ index: Int) {
        guard guests[index].client < 0, let client = UnixSocket.accept(guests[index].listener) else { return }
        // QEMU stops listening while it serves: the next client waits in the backlog.
        modify(guests[index].listener, events: 0, mark: Self.mark(index, isListener: true))
        guests[index].client = client
        guests[index].connection = FakeConnection()
        watch(client, mark: Self.mark(index, isListener: false))
        write(guests[index].connection.greeting(of: guests[index].model), to: index)
    }

    private mutating func serveClient(_ index: Int, events: UInt32) {
        if events & EPOLLOUT.rawValue != 0 { write([], to: index) }
        guard events & ~EPOLLOUT.rawValue != 0, guests[index].client >= 0 else { return }
        let client = guests[index].client
        let count = buffer.withUnsafeMutableBytes { read(client, $0.baseAddress, $0.count) }
        if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return closeClient(index) }
        guard count > 0 else { return }
        let pending = advance(index)
        if !pending.isEmpty { write(pending, to: index) }
        // Shared for the time of the call, not copied.
        let received = buffer
        let output = received.withUnsafeBytes { bytes in
            guests[index].receive(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
        if guests[index].model.needsTicks { busy.insert(index) }
        if output.delay > .zero {
            guests[index].delayed.append((MonotonicClock.now + output.delay, output))
            busy.insert(index)
        } else {
            deliver(output, to: index)
        }
    }

    private mutating func deliver(_ output: FakeConnection.Output, to index: Int) {
        write(output.bytes, to: index)
        if output.closesAfterwards { closeClient(index) }
    }

    private mutating func write(_ bytes: [UInt8], to index: Int) {
        guard guests[index].client >= 0, !(bytes.isEmpty && guests[index].unsent.isEmpty) else { return }
        let client = guests[index].client
        let hadUnsent = !guests[index].unsent.isEmpty
        if hadUnsent { guests[index].unsent += bytes }
        let sent = (hadUnsent ? guests[index].unsent : bytes).withUnsafeBytes {
            Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if sent < 0, errno != EAGAIN { return closeClient(index) }
        let taken = max(0, sent)
        if hadUnsent {
            guests[index].unsent.removeFirst(taken)
        } else if taken < bytes.count {
            guests[index].unsent = Array(bytes.dropFirst(taken))
        }
        if guests[index].unsent.count > Self.maximumUnsent { return closeClient(index) }
        let hasUnsent = !guests[index].unsent.isEmpty
        if hasUnsent != hadUnsent {
            let interest = hasUnsent ? EPOLLIN.rawValue | EPOLLOUT.rawValue : EPOLLIN.rawValue
            modify(client, events: interest, mark: Self.mark(index, isListener: false))
        }
    }

    private mutating func closeClient(_ index: Int) {
        guard guests[index].client >= 0 else { return }
        close(guests[index].client)
        guests[index].client = -1
        guests[index].unsent = []
        guests[index].delayed = []
        guard guests[index].listener >= 0 else { return }
        modify(guests[index].listener, events: EPOLLIN.rawValue, mark: Self.mark(index, isListener: true))
    }

    private func watch(_ descriptor: Int32, mark: UInt64) {
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: mark))
        epoll_ctl(pollDescriptor, EPOLL_CTL_ADD, descriptor, &event)
    }

    private func modify(_ descriptor: Int32, events: UInt32, mark: UInt64) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: mark))
        epoll_ctl(pollDescriptor, EPOLL_CTL_MOD, descriptor, &event)
    }
}

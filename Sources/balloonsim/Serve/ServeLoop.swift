import BalloonKit
import CLinux
import Glibc
import Simulation

/// Plays a scenario in real time on one thread: answers requests as they come, and moves the world on ten times a second.
final class ServeLoop {
    private var run: ServedRun
    private let directory: ServeDirectory
    private let host: ServedHost
    private let control: OperatorLine
    private let daemon: ServedDaemon?
    private let hasProcesses: Bool
    private let termination: Int32
    private var sockets: [Int: ServedSocket] = [:]
    private(set) var isInterrupted = false
    /// What is worth a line in the report.
    private(set) var notes: [String] = []

    /// So long a daemon may take to set all guests up.
    private static let setUpWithin: Int64 = 10_000_000
    /// In steps.
    private static let statusEvery: Int64 = 10
    /// More than a client writes between two looks at the clock.
    private static let mostReads = 16

    /// - Parameters:
    ///   - daemon: Started and watched; nil when somebody else starts one.
    ///   - hasProcesses: Each guest's socket belongs to a process of its own.
    init(
        _ run: ServedRun, in directory: ServeDirectory, daemon: ServedDaemon?, hasProcesses: Bool
    ) throws(ServeError) {
        self.run = run
        self.directory = directory
        self.daemon = daemon
        self.hasProcesses = hasProcesses
        termination = clinux_catch_termination()
        guard termination >= 0 else { throw ServeError("cannot catch", "signals", -termination) }
        control = OperatorLine(directory.path("control.sock"))
        try directory.make("guests")
        host = try ServedHost(in: directory, run.pool, swap: run.scenario.pool.swap)
        do throws(ServeError) { try comeAndGo() } catch {
            close()
            throw error
        }
    }

    var figures: Figures {
        var figures = run.figures
        figures.cycles = control.cycles
        figures.alarms = control.alarms
        return figures
    }

    /// Plays to the end, or until a signal comes.
    ///
    /// - Throws: ``ServeError`` when the daemon cannot be run or ends by itself.
    func play() throws(ServeError) {
        try daemon?.start()
        try setUp()
        var clock = ServeClock(stepMilliseconds: ServedRun.stepMilliseconds)
        var steps: Int64 = 0
        while !run.isOver, !isInterrupted {
            while !isInterrupted {
                let wait = clock.wait
                guard wait > 0 else { break }
                serve(for: wait)
            }
            clock.tick()
            try step()
            steps += 1
            if steps % Self.statusEvery == 0 { control.askStatus() }
            control.proceed()
        }
        if clock.stalls > 0 {
            notes.append(
                "the machine stood still \(clock.stalls) times for \(Text.seconds(clock.stalled.inSeconds)) together, "
                    + "\(Text.seconds(clock.longestStall.inSeconds)) at most: the world waited meanwhile")
        }
        notes += control.refusals.map { "the operator was refused: \($0)" }
        notes += control.undone.map { "the operator was not heard: \($0)" }
    }

    /// Closes every socket and ends every process of a guest.
    func close() {
        control.hangUp()
        for socket in sockets.values { socket.end(.shutDown) }
        sockets = [:]
    }

    // MARK: The world

    /// Until each guest that can be is connected and asked for statistics.
    private func setUp() throws(ServeError) {
        let began = ServeClock.now
        while !isInterrupted, !missing.isEmpty {
            try superviseDaemon()
            if daemon != nil, ServeClock.now - began > Self.setUpWithin {
                notes.append("not set up when the scenario began: \(missing.joined(separator: " "))")
                return
            }
            serve(for: 20)
        }
        let seconds = Double(ServeClock.now - began) / 1e6
        if daemon != nil { notes.append("guests were set up \(Text.seconds(seconds)) after the daemon was started") }
    }

    /// Guests that a daemon could have set up and has not.
    private var missing: [String] {
        run.guests.filter { $0.end == nil && run.isAttentive($0.number) && !run.reportsRegularly($0.number) }
            .map(\.name)
    }

    private func step() throws(ServeError) {
        if let ksm = host.ksmSettings { run.setKSM(run: ksm.run, pagesToScan: ksm.pagesToScan, sleep: ksm.sleep) }
        run.step()
        try comeAndGo()
        host.show(run.pool)
        try superviseDaemon()
        for act in run.takeActs() {
            if act.deed == .restartDaemon { try restart() } else { control.perform(act.deed) }
        }
    }

    /// Sockets follow the guests, and say what these have to say.
    private func comeAndGo() throws(ServeError) {
        for guest in run.guests {
            if let end = guest.end {
                guard let socket = sockets.removeValue(forKey: guest.number) else { continue }
                flush(socket)
                socket.end(end)
            } else if let socket = sockets[guest.number] {
                socket.show(guest)
                flush(socket)
            } else {
                let socket = try ServedSocket(guest, in: directory, hasProcess: hasProcesses)
                socket.show(guest)
                sockets[guest.number] = socket
            }
        }
    }

    private func superviseDaemon() throws(ServeError) {
        guard let daemon, let end = daemon.unexpectedEnd() else { return }
        throw ServeError("the daemon ended with \(end):\n\(daemon.lastWords())")
    }

    private func restart() throws(ServeError) {
        control.hangUp()
        guard let daemon else { return print("now kill the daemon and start it anew") }
        daemon.crash()
        try daemon.start()
    }

    // MARK: The sockets

    /// Waits for so many milliseconds or for something to do, and does it.
    private func serve(for wait: Int32) {
        var polled = [pollfd(fd: termination, events: Int16(POLLIN), revents: 0)]
        if let descriptor = control.pollDescriptor {
            polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        let first = polled.count
        var asked: [ServedSocket] = []
        for socket in sockets.values {
            var events: Int16 = 0
            if run.isAttentive(socket.number) { events |= Int16(POLLIN) }
            if !socket.unsent.isEmpty { events |= Int16(POLLOUT) }
            guard events != 0 else { continue }
            asked.append(socket)
            let descriptor = socket.client >= 0 ? socket.client : socket.listener
            polled.append(pollfd(fd: descriptor, events: events, revents: 0))
        }
        guard poll(&polled, nfds_t(polled.count), wait) > 0 else { return }
        if polled[0].revents != 0 { isInterrupted = true }
        if first > 1, polled[1].revents != 0 { control.receive() }
        for (socket, entry) in zip(asked, polled[first...]) where entry.revents != 0 { attend(socket) }
    }

    private func attend(_ socket: ServedSocket) {
        if socket.client < 0 {
            guard socket.accept() else { return }
            run.connect(socket.number)
        } else {
            for _ in 0..<Self.mostReads {
                guard let bytes = socket.read() else {
                    socket.drop()
                    return run.disconnect(socket.number)
                }
                if bytes.isEmpty { break }
                run.receive(bytes, from: socket.number)
            }
        }
        flush(socket)
    }

    /// Hands the client what QEMU has for it.
    private func flush(_ socket: ServedSocket) {
        guard socket.client >= 0 else { return }
        let output = run.takeOutput(of: socket.number)
        let stands = socket.write(output.bytes)
        guard output.isEnd || !stands else { return }
        socket.drop()
        run.disconnect(socket.number)
    }
}

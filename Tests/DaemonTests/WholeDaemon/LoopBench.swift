import BalloonKit
import Controller
import Fleet
import Foundation
import HostMemory
import Logging
import NIOCore
import NIOPosix
import QMPTestKit
import Synchronization

@testable import Daemon

/// The control loop and its desk on an event loop of their own, with clocks that only a test moves: time by the second
/// without waiting for it. Fake QEMUs on real sockets, a host with room.
final class LoopBench {
    /// The daemon's two clocks, moved together.
    final class Clock: Sendable {
        private let elapsed = Mutex(Duration.zero)
        static let start = Date(timeIntervalSince1970: 1_800_000_000)

        func advance(by time: Duration) { elapsed.withLock { $0 += time } }

        var clocks: Clocks {
            Clocks(
                monotonic: { self.elapsed.withLock { MonotonicTime(.seconds(1)) + $0 } },
                wall: { Self.start + self.elapsed.withLock { Double($0 / .milliseconds(1)) / 1000 } })
        }
    }

    struct Parts {
        let fleet: Fleet
        let worker: Worker
        let desk: OperatorDesk
        let loop: ControlLoop
    }

    struct TookTooLong: Error { let what: String }

    let clock = Clock()
    let fakes: FakeFleet?
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let eventLoop: any EventLoop
    private let parts: NIOLoopBound<Parts>

    init(
        in directory: TemporaryDirectory, store: OperatorStore, guests: [FakeQEMU] = [],
        timing: LoopTiming = LoopTiming(sensor: .milliseconds(2))
    ) throws {
        for name in ["guests", "proc/pressure", "sys"] { try directory.makeDirectory(name) }
        try directory.write("MemTotal: 4194304 kB\nMemFree: 3145728 kB\nMemAvailable: 3145728 kB\n", to: "proc/meminfo")
        fakes = guests.isEmpty ? nil : try FakeFleet(directory: directory.path("guests"), guests: guests)
        fakes?.start()
        let roots = HostRoots(procfs: directory.path("proc"), sysfs: directory.path("sys"))
        let settings = FleetSettings(sockets: [directory.path("guests/*.sock")], roots: roots)
        let (eventLoop, clocks) = (group.next(), clock.clocks)
        self.eventLoop = eventLoop
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        parts = try eventLoop.submit {
            let worker = Worker(eventLoop: eventLoop)
            let fleet = Fleet(settings: settings, eventLoop: eventLoop, logger: logger, now: FleetClock.now)
            let desk = OperatorDesk(
                configuration: Configuration.Guests(), store: store, worker: worker, logger: logger)
            let loop = ControlLoop(
                eventLoop: eventLoop, fleet: fleet, reader: try PoolReader(pool: .host, roots: roots),
                ksm: KSMActuator(writer: nil, worker: worker, logger: logger), worker: worker, desk: desk,
                journal: JournalRecorder(worker: worker, clocks: clocks, logger: logger),
                history: HistoryRecorder(worker: worker, clocks: clocks, logger: logger),
                policies: PolicyDesk(
                    settings: PolicyDeskSettings(), eventLoop: eventLoop, worker: worker, clocks: clocks, logger: logger
                ),
                governors: .controller, settings: ControllerSettings(), timing: timing, isDryRun: false, clocks: clocks,
                logger: logger)
            fleet.start()
            loop.start()
            return NIOLoopBound(Parts(fleet: fleet, worker: worker, desk: desk, loop: loop), eventLoop: eventLoop)
        }.wait()
    }

    deinit {
        fakes?.stop()
        try? group.syncShutdownGracefully()
    }

    func with<Value: Sendable>(_ body: @escaping @Sendable (Parts) throws -> Value) throws -> Value {
        let parts = parts
        return try eventLoop.submit { try body(parts.value) }.wait()
    }

    /// Looks until the condition holds; the only real time that passes.
    func until(_ what: String, _ condition: @escaping @Sendable (Parts) -> Bool) throws {
        let deadline = FleetClock.now() + .seconds(20)
        while try !with(condition) {
            if FleetClock.now() > deadline { throw TookTooLong(what: what) }
        }
    }

    /// Runs the cycle that is due, or brings one forward; returns after it, and after what it gave the worker.
    func cycle() throws {
        let before = try with { parts in
            parts.loop.hasten()
            return parts.loop.counters.cycles
        }
        try until("a cycle") { $0.loop.counters.cycles > before }
        try finishWork()
    }

    /// Everything given to the worker before is done, and its outcome known.
    func finishWork() throws {
        let (parts, done) = (parts, eventLoop.makePromise(of: Void.self))
        eventLoop.execute { parts.value.worker.run({}) { _ in done.succeed() } }
        try done.futureResult.wait()
    }

    /// Ends all parts as the daemon does: the loop first.
    func stop() throws {
        let (parts, done) = (parts, eventLoop.makePromise(of: Void.self))
        eventLoop.execute {
            parts.value.loop.stop()
            parts.value.fleet.stop { parts.value.worker.stop().cascade(to: done) }
        }
        try done.futureResult.wait()
    }
}

/// Connections live in real time, whatever the loop's clocks say.
private enum FleetClock {
    private static let origin = SuspendingClock.now
    static let now: @Sendable () -> MonotonicTime = { MonotonicTime(origin.duration(to: .now)) }
}

import BalloonKit
import Glibc
import Logging
import NIOCore
import NIOPosix
import QMP

@testable import Fleet

/// A fleet on a loop of its own, driven by conditions with deadlines.
final class FleetBench: Sendable {
    let loop: any EventLoop
    private let bound: NIOLoopBound<Fleet>

    init(_ settings: FleetSettings) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        bound = try await loop.submit {
            var logger = Logger(label: "fleet-tests")
            logger.logLevel = .critical
            let fleet = Fleet(settings: settings, eventLoop: loop, logger: logger, now: Self.clock)
            fleet.start()
            return NIOLoopBound(fleet, eventLoop: loop)
        }.get()
    }

    static func clock() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(.seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec)))
    }

    func with<Value: Sendable>(_ body: @escaping @Sendable (Fleet) -> Value) async throws -> Value {
        let bound = bound
        return try await loop.submit { body(bound.value) }.get()
    }

    func stop() async throws {
        let done = loop.makePromise(of: Void.self)
        let bound = bound
        loop.execute { bound.value.stop { done.succeed(()) } }
        try await done.futureResult.get()
    }

    /// Polls the fleet until its samples satisfy the condition.
    ///
    /// - Returns: the samples that did, or nil when the deadline passed first.
    func samples(
        within deadline: Duration = .seconds(15), _ condition: @escaping @Sendable ([GuestSample]) -> Bool
    ) async throws -> [GuestSample]? {
        let done = loop.makePromise(of: [GuestSample]?.self)
        let bound = bound
        let end = Self.clock() + deadline
        loop.execute { Self.look(bound, until: end, condition, done) }
        return try await done.futureResult.get()
    }

    private static func look(
        _ bound: NIOLoopBound<Fleet>, until end: MonotonicTime,
        _ condition: @escaping @Sendable ([GuestSample]) -> Bool,
        _ done: EventLoopPromise<[GuestSample]?>
    ) {
        let fleet = bound.value
        fleet.poll(deadline: .milliseconds(500)) {
            let samples = fleet.samples()
            if condition(samples) { return done.succeed(samples) }
            if clock() > end { return done.succeed(nil) }
            fleet.eventLoop.scheduleTask(in: .milliseconds(50)) { look(bound, until: end, condition, done) }
        }
    }

    /// How long one poll of everybody takes.
    func pollTime(deadline: Duration) async throws -> Duration {
        let done = loop.makePromise(of: Duration.self)
        let bound = bound
        loop.execute {
            let start = Self.clock()
            bound.value.poll(deadline: deadline) { done.succeed(Self.clock() - start) }
        }
        return try await done.futureResult.get()
    }

    func setBalloon(_ guest: String, to target: ByteCount) async throws -> Result<Void, QMPError> {
        let done = loop.makePromise(of: Result<Void, QMPError>.self)
        let bound = bound
        loop.execute { bound.value.setBalloon(guest, to: target) { done.succeed($0) } }
        return try await done.futureResult.get()
    }
}

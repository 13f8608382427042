import BalloonKit
import Logging
import NIOCore
import QMP

/// All guests of the host: finds their QMP sockets, keeps one connection to each, and knows what each last said.
///
/// Confined to one event loop: create it anywhere, but call every method, and get every call-back, on that loop.
public final class Fleet {
    /// Told each change on the loop, in order. Must not call back into the fleet except to read.
    public var onChange: ((FleetChange) -> Void)?
    public private(set) var counters = FleetCounters()

    private let eventLoop: any EventLoop
    private var settings: FleetSettings
    private let logger: Logger
    private let now: () -> MonotonicTime

    /// - Parameters:
    ///   - settings: which guests and how; replace later with ``reconfigure(_:)``.
    ///   - eventLoop: must be a loop of a `MultiThreadedEventLoopGroup`.
    ///   - logger: what an operator reads.
    ///   - now: the monotonic clock.
    public init(
        settings: FleetSettings, eventLoop: any EventLoop, logger: Logger, now: @escaping () -> MonotonicTime
    ) {
        self.settings = settings
        self.eventLoop = eventLoop
        self.logger = logger
        self.now = now
    }

    /// Begins to look for guests and to connect.
    public func start() {}

    /// Closes every connection; guests are left as they are. The fleet cannot be started again.
    public func stop(completion: @escaping () -> Void = {}) { completion() }

    /// Takes new settings; connections that stay are not dropped.
    public func reconfigure(_ settings: FleetSettings) { self.settings = settings }

    /// Asks every connected guest for its statistics, in one batch, and reads every QEMU's resident size.
    ///
    /// - Parameters:
    ///   - deadline: how long to wait for the answers; answers that come later count for the next ``samples()``.
    ///   - completion: called once, when all have answered or the deadline has passed.
    public func poll(deadline: Duration, completion: @escaping () -> Void) { completion() }

    /// What is known of every guest now, sorted by name.
    public func samples() -> [GuestSample] { [] }

    /// Asks a guest to reach a size.
    ///
    /// - Parameters:
    ///   - guest: its name.
    ///   - target: 1 byte or more. There is no floor but the caller's: QEMU takes any.
    ///   - completion: success means accepted, not done. Failures: `.invalidInput` when there is no such guest, it is not
    ///     connected, has no balloon, or the target is no size; `.rejected` when QEMU refuses; `.timedOut` and
    ///     `.interrupted` when the outcome is unknown.
    public func setBalloon(
        _ guest: String, to target: ByteCount, completion: @escaping (Result<Void, QMPError>) -> Void
    ) {
        completion(.failure(QMPError(code: .invalidInput, message: "no guest \(guest)", command: "balloon")))
    }

    /// The QMP socket of a guest; nil when there is no such guest.
    public func socketPath(of guest: String) -> String? { nil }
}

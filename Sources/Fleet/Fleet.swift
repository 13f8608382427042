import BalloonKit
import HostMemory
import Logging
import NIOCore
import NIOPosix
import QMP

/// All guests of the host: finds their QMP sockets, keeps one connection to each, and knows what each last said.
///
/// Confined to one event loop: create it anywhere, but call every method, and get every call-back, on that loop. One timer
/// serves the deadlines of all guests.
public final class Fleet {
    /// Told each change on the loop, in order. Must not call back into the fleet except to read.
    public var onChange: ((FleetChange) -> Void)?

    let eventLoop: any EventLoop
    var settings: FleetSettings
    let logger: Logger
    private let now: () -> MonotonicTime

    var guests: [String: Guest] = [:]
    /// Sorted by name; made anew when it is nil.
    var sorted: [Guest]?
    var names: [String: Guest] = [:]
    var tally = FleetCounters()

    let files = NIOThreadPool(numberOfThreads: 2)
    var tick: RepeatedTask?
    var isStopped = false

    var round: PollRound?
    /// Whether what KSM has merged of each guest is worth reading.
    public var readsMerged = false
    /// In the order of names, the next guest of which that is read.
    var nextMerged = 0
    var completions: [UInt64: (Result<Void, QMPError>) -> Void] = [:]
    var lastCommand: UInt64 = 0

    var watcher: DirectoryWatcher?
    /// As of the last scan.
    var directories: Set<String> = []
    var scanIsDue = true
    var scanIsRunning = false
    var nextScan = MonotonicTime.origin
    var lastScan: MonotonicTime?
    /// After a change of settings, guests that are no longer asked for are let go.
    var dropsUnwanted = false
    var lastOverLimit = 0

    var traitsRead: TraitsRead?
    var traitsAreRead = false
    var nextTraitsRead = MonotonicTime.origin
    let readBudget: FleetReadBudget
    private var created = 0

    /// How fine deadlines and back-off are.
    static let tickEvery = TimeAmount.milliseconds(100)
    /// How long after its naming a guest may have to leave its name to another.
    static let namesSettleWithin = Duration.seconds(10)
    /// A guest that is gone is shown this long.
    static let goneIsShown = Duration.seconds(10)
    /// The kernel may hold a reader of the procfs for as long as a process is stuck: an end does not wait for that.
    static let filesMayTake = TimeAmount.seconds(1)
    /// Connects begun in one tick: keeps the loop responsive when a thousand guests appear at once.
    static let connectsPerTick = 256

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
        readBudget = FleetReadBudget(at: now())
    }

    var time: MonotonicTime { now() }

    /// Begins to look for guests and to connect.
    public func start() {
        guard tick == nil, !isStopped else { return }
        files.start()
        watcher = DirectoryWatcher()
        if watcher == nil {
            tally.discoveryFailures &+= 1
            logger.warning("no inotify: new guests are found a few seconds later")
        }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        tick = eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.tickEvery) { _ in bound.value.onTick() }
    }

    /// Closes every connection; guests are left as they are. The fleet cannot be started again.
    ///
    /// - Parameter completion: called once, within about a second, even when the kernel holds a file that is being read.
    public func stop(completion: @escaping () -> Void = {}) {
        isStopped = true
        tick?.cancel()
        tick = nil
        watcher = nil
        for guest in guests.values {
            guest.connection?.close()
            guest.connection = nil
            guest.tracker.closed(at: time)
            settle(guest)
        }
        endRound()
        let filesEnded = eventLoop.makePromise(of: Void.self)
        files.shutdownGracefully { _ in filesEnded.succeed() }
        let deadline = eventLoop.scheduleTask(in: Self.filesMayTake) { filesEnded.succeed() }
        filesEnded.futureResult.assumeIsolated().whenComplete { _ in
            deadline.cancel()
            completion()
        }
    }

    /// Takes new settings; connections that stay are not dropped.
    public func reconfigure(_ settings: FleetSettings) {
        self.settings = settings
        let trackerSettings = GuestTrackerSettings(settings)
        for guest in guests.values {
            guest.tracker.reconfigure(trackerSettings, at: time)
            settle(guest)
        }
        dropsUnwanted = true
        scanIsDue = true
    }

    /// What is known of every guest now, sorted by name.
    ///
    /// Where one process answers for several guests (a proxy, a test's fake), its resident size says nothing of each: it is
    /// nil then.
    public func samples() -> [GuestSample] {
        let now = time
        var samples = sortedGuests().filter { $0.isVisible(at: now) }.map { $0.sample(at: now) }
        var owners: [Int32: Int] = [:]
        for case let pid? in samples.lazy.map(\.pid) { owners[pid, default: 0] += 1 }
        guard owners.count < samples.count else { return samples }
        for index in samples.indices {
            if let pid = samples[index].pid, owners[pid, default: 0] > 1 { samples[index].resident = nil }
        }
        return samples
    }

    /// The QMP socket of a guest; nil when there is no such guest.
    public func socketPath(of guest: String) -> String? { names[guest]?.path }

    /// What has been seen since the start; adding up costs a look at each guest.
    public var counters: FleetCounters {
        var sum = tally
        for guest in guests.values { sum += guest.tracker.totals }
        return sum
    }

    /// Asks a guest to reach a size.
    ///
    /// - Parameters:
    ///   - guest: its name.
    ///   - target: 1 byte or more. There is no floor but the caller's: QEMU takes any.
    ///   - completion: success means accepted, not done. Failures: `.invalidInput` when there is no such guest, it is not
    ///     connected, has no balloon, or the target is no size; `.rejected` when QEMU refuses; `.timedOut` and
    ///     `.interrupted` when the outcome is unknown. May be called before this returns.
    public func setBalloon(
        _ guest: String, to target: ByteCount, completion: @escaping (Result<Void, QMPError>) -> Void
    ) {
        guard let guest = names[guest] else {
            let error = QMPError(code: .invalidInput, message: "there is no guest \(guest)", command: "balloon")
            return completion(.failure(error))
        }
        lastCommand &+= 1
        do throws(QMPError) {
            try guest.tracker.setBalloon(to: target, number: lastCommand, at: time)
            completions[lastCommand] = completion
        } catch {
            return completion(.failure(error))
        }
        settle(guest)
    }

    func sortedGuests() -> [Guest] {
        if let sorted { return sorted }
        let fresh = guests.values.sorted { $0.tracker.name < $1.tracker.name }
        sorted = fresh
        return fresh
    }

    /// Spreads the rare queries of a large fleet over half a minute.
    func nextStagger() -> Duration {
        created &+= 1
        return .milliseconds((created &* 37) % 300 * 100)
    }
}

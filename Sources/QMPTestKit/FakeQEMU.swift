import QMP

/// A model of one QEMU with one guest: enough of QMP for a memory manager, a balloon that moves at a finite rate, and
/// statistics that fit it. No I/O and no clock; ``FakeFleet`` puts any number of them on sockets.
public struct FakeQEMU: Sendable {
    public static let mebibyte: UInt64 = 1 << 20

    public let name: String
    /// The guest's memory with an empty balloon, in bytes.
    public var maximum: UInt64
    /// Guest-visible memory now.
    public private(set) var actual: UInt64
    /// What was last asked for.
    public private(set) var target: UInt64
    /// How fast the balloon moves either way, in bytes a second.
    public var balloonRate: UInt64 = 400 * mebibyte
    /// What the guest's processes hold; the balloon cannot take it.
    public var used: UInt64 { didSet { statsAreOld = true } }
    /// Page cache; the balloon takes it.
    public var caches: UInt64 { didSet { statsAreOld = true } }
    /// What the guest's kernel keeps for itself.
    public var kernelShare: UInt64 = 40 * mebibyte
    public var swapIn: UInt64 = 0 { didSet { statsAreOld = true } }
    public var majorFaults: UInt64 = 0 { didSet { statsAreOld = true } }
    /// Whether the guest runs; a paused guest reports nothing and moves nothing.
    public var isRunning = true
    /// What `query-status` says while it does not run.
    public var pausedState = "paused"
    /// What `query-migrate` says; nil when it never migrated.
    public var migration: String?
    /// Where the balloon device is; nil for a guest without one.
    public var devicePath: String? = "/machine/peripheral/balloon0"
    public var deviceType = "child<virtio-balloon-pci>"
    public var plugged: UInt64 = 0
    public var faults: Set<FakeFault> = []
    /// Seconds between two reports; 0 is never.
    public private(set) var interval: UInt32 = 0
    /// Targets received, oldest first; bounded to the last 256.
    public private(set) var receivedTargets: [UInt64] = []

    var statsAreOld = true
    var reply = StatsReplyCache()
    private(set) var lastUpdate: Int64 = 0
    private var now: Duration = .zero
    private var nextReport: Duration?
    private var lastBalloonEvent: Duration?
    private var announcedActual: UInt64

    /// - Parameters:
    ///   - name: what `query-name` answers.
    ///   - maximum: its memory in bytes.
    ///   - used: what its processes hold, in bytes.
    ///   - caches: its page cache, in bytes.
    public init(name: String, maximum: UInt64, used: UInt64 = 64 << 20, caches: UInt64 = 32 << 20) {
        self.name = name
        self.maximum = maximum
        self.used = used
        self.caches = caches
        actual = maximum
        target = maximum
        announcedActual = maximum
    }

    /// The balloon goes no lower than this: the guest's processes and kernel, and the 4 MiB it keeps.
    public var lowestReachable: UInt64 { min(maximum, used &+ kernelShare &+ 4 * Self.mebibyte) }

    public var isBalloonMoving: Bool { isRunning && actual != goal }

    /// Whether ``advance(to:)`` has something to tell that is not a report of statistics.
    public var needsTicks: Bool { isBalloonMoving || announcedActual != actual }

    private var goal: UInt64 { max(target, min(actual, lowestReachable)) }

    // MARK: What happens to it

    /// Lets time pass.
    ///
    /// - Parameter time: a monotonic clock's; the statistics' time stamps follow it.
    /// - Returns: the lines of events that became due.
    public mutating func advance(to time: Duration) -> [UInt8] {
        let elapsed = max(.zero, time - now)
        now = max(now, time)
        if isBalloonMoving { moveBalloon(for: elapsed) }
        report()
        return balloonEvent()
    }

    /// `balloon`: accepted, clamped to the maximum; nothing has moved yet.
    public mutating func setTarget(_ value: UInt64) {
        target = min(value, maximum)
        if receivedTargets.count >= 256 { receivedTargets.removeFirst() }
        receivedTargets.append(value)
    }

    /// `guest-stats-polling-interval`: from 0 to anything the guest is asked at once.
    public mutating func setInterval(_ seconds: UInt32) {
        if seconds == 0 {
            nextReport = nil
        } else if interval == 0 {
            nextReport = now
            interval = seconds
            report()
        }
        interval = seconds
    }

    /// The guest reboots: memory empties, the balloon opens and closes again by itself.
    ///
    /// - Returns: the lines of events, more than one RESET as real ones send.
    public mutating func reset() -> [UInt8] {
        used = 64 * Self.mebibyte
        caches = 32 * Self.mebibyte
        swapIn = 0
        majorFaults = 0
        actual = maximum
        let line = QMPServerSession.event(
            "RESET", data: ["guest": true, "reason": "guest-reset"], at: Self.wallClock(at: now))
        return line + line + line
    }

    private mutating func moveBalloon(for elapsed: Duration) {
        let (seconds, attoseconds) = elapsed.components
        let milliseconds = UInt64(clamping: seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000)
        let (product, overflow) = balloonRate.multipliedReportingOverflow(by: milliseconds)
        let step = overflow ? UInt64.max : product / 1000
        actual = actual > goal ? max(goal, actual - min(step, actual)) : min(goal, actual &+ min(step, maximum))
        statsAreOld = true
    }

    private mutating func report() {
        guard interval > 0, isRunning, let due = nextReport, due <= now else { return }
        let period = Duration.seconds(interval)
        var next = due
        // Rarely more than one: a guest that was paused does not catch up.
        if next + period * 8 <= now { next = now }
        while next <= now { next += period }
        nextReport = next
        lastUpdate = Self.wallClock(at: now).components.seconds
    }

    /// At most one a second, and the last state always comes, as from QEMU.
    private mutating func balloonEvent() -> [UInt8] {
        guard announcedActual != actual else { return [] }
        if let last = lastBalloonEvent, now - last < .seconds(1) { return [] }
        lastBalloonEvent = now
        announcedActual = actual
        return QMPServerSession.event(
            "BALLOON_CHANGE", data: ["actual": JSONValue(actual)], at: Self.wallClock(at: now))
    }

    /// Some day in 2026 plus the monotonic time: ten digits for as long as any test runs.
    static func wallClock(at now: Duration) -> Duration { .seconds(1_795_000_000) + now }
}

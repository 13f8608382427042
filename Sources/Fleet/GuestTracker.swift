import BalloonKit
import QMP

/// What is known of one guest, and what to say to its QEMU next: a state machine without I/O and without a clock.
///
/// The owner connects when ``attemptAt`` has come, passes on what it reads, and after each call takes ``takeOutput()``,
/// ``takeNotices()`` and
/// ``takeShouldClose()``. A fleet and a simulator drive the same tracker.
public final class GuestTracker {
    /// Where the connection stands.
    enum Link {
        case down
        case connecting
        /// Since when; the socket accepted, nothing has been heard yet.
        case greeting(MonotonicTime)
        case ready(MonotonicTime)
        /// Left to others until the next visit.
        case resting
    }

    public internal(set) var name: String
    /// When to connect next; nil while connected or connecting.
    public internal(set) var attemptAt: MonotonicTime?
    /// Nothing changes before this without input: call ``tick(at:)`` then.
    public internal(set) var wakeAt: MonotonicTime
    /// The session is over: close the connection and forget it, without ``disconnected(at:processLives:)``.
    var shouldClose = false
    /// A statistics request is on its way and counts for the round of the owner.
    public internal(set) var isPollOpen = false
    /// Nothing is to be read from the connection before this: the guest has sent too much. Nil when it may be read.
    public internal(set) var readsResumeAt: MonotonicTime?
    /// Since when the guest is gone.
    public internal(set) var goneSince: MonotonicTime?
    public internal(set) var counters = FleetCounters()

    var settings: GuestTrackerSettings
    let stagger: Duration
    var session = QMPClientSession()
    var link = Link.down
    /// What the guest is in while the link is down.
    var downCondition = GuestCondition.notTriedYet
    var condition = GuestCondition.notTriedYet
    var backOff = BackOff()
    var refusals = 0
    var pid: Int32?
    /// QEMU missed a deadline: it stays silent until the machine could be read again.
    var wasSilent = false
    var budget: ReadBudget
    private let fleetBudget: FleetReadBudget
    /// When it last sent more than its budget.
    var floodedAt: MonotonicTime?
    /// Set where the session must not be touched; ``settle(at:)`` closes it.
    var givenUpFor: GuestCondition?
    var shutdownReason: String?

    var output: [UInt8] = []
    var notices: [GuestNotice] = []
    /// Commands to send once the session can be used again.
    var queue: [GuestCommand] = []
    /// Bits of ``GuestCommand`` that are queued or open.
    var open: UInt32 = 0
    var setupDone = false

    var device: BalloonDevice? {
        didSet { pollRequestVersion &+= 1 }
    }
    /// Changes whenever ``pollRequest`` does.
    public private(set) var pollRequestVersion: UInt32 = 0
    var balloonIsActive = false
    var actual: ByteCount?
    var target: ByteCount?
    /// Owner's number and target of balloon commands not answered yet.
    var openTargets: [(number: UInt64, target: ByteCount)] = []
    /// The socket is others', too: it is held for a visit at a time.
    public internal(set) var isShared: Bool
    /// When a visit ends unless something is said.
    var lingersUntil: MonotonicTime?
    /// We close because the visit is over.
    var isHangingUp = false
    /// Given while nobody was connected.
    var waitingTargets: [GuestCommandWaiting] = []
    /// Until when somebody waits for questions about the hardware to be asked.
    var inquiryWantedUntil: MonotonicTime?
    /// Questions about the hardware that are under way.
    var inquiry: GuestInquiry?
    var baseMemory: ByteCount?
    var dimmMemory: ByteCount?
    var deflatesOnOOM = false
    var runState = QMPRunState.running
    var isRunning = true
    var hasPanicked = false
    /// The migration that is under way.
    var migration: QMPMigrationStatus?
    /// When to ask about it next, besides the housekeeping.
    var migrationAt: MonotonicTime?
    /// This QEMU refused to say.
    var tellsNoMigration = false

    var reported: ReportedStatistics?
    var lastUpdate: Int64?
    var lastMoved: MonotonicTime?
    var statisticsUpdates: UInt64 = 0
    /// From when statistics are waited for: the connection, a resume or the like.
    var waitingSince: MonotonicTime
    var resetAt: MonotonicTime?
    var afterResetAt: MonotonicTime?
    var confirmAt: MonotonicTime?
    var confirmsLeft = 0
    var housekeepingAt: MonotonicTime?

    /// The longest answer to what is asked, the devices of a machine with hundreds of them, has about 100 kB.
    static let longestLine = 512 << 10
    /// Only a net: BALLOON_CHANGE tells of moves, and statistics that stand still of a changed interval.
    static let housekeepingEvery = Duration.seconds(30)
    static let askForMigrationEvery = Duration.seconds(2)
    static let lookForDeviceEvery = Duration.seconds(10)
    /// A reboot tells RESET 2-12 times within 0.2 s.
    static let resetDebounce = Duration.milliseconds(500)
    /// QEMU serves a waiting client within 1 ms of the last one leaving, so a connection that is not greeted waits on
    /// instead of leaving a dead entry in QEMU's short queue and queueing anew.
    static let waitForGreeting = Duration.seconds(60)
    static let never = MonotonicTime(.seconds(Int64.max / 4))

    /// - Parameters:
    ///   - name: until QEMU says its own.
    ///   - settings: deadlines and bounds.
    ///   - now: the time.
    ///   - stagger: spreads the rare queries of many guests over time.
    public convenience init(
        name: String, settings: GuestTrackerSettings, at now: MonotonicTime, stagger: Duration = .zero
    ) {
        self.init(name: name, settings: settings, at: now, stagger: stagger, fleetBudget: FleetReadBudget(at: now))
    }

    /// - Parameters:
    ///   - fleetBudget: of all guests together.
    ///   - isShared: whether the socket is left to others between two cycles.
    init(
        name: String, settings: GuestTrackerSettings, at now: MonotonicTime, stagger: Duration,
        fleetBudget: FleetReadBudget, isShared: Bool = false
    ) {
        self.name = name
        self.isShared = isShared
        self.settings = settings
        self.stagger = stagger
        budget = ReadBudget(at: now)
        self.fleetBudget = fleetBudget
        attemptAt = now
        wakeAt = now
        waitingSince = now
    }

    public var state: GuestState { condition.state }
    public var reason: String { condition.reason }
    /// The counters, with those of the last session.
    public var totals: FleetCounters {
        var sum = counters
        sum.unknownIds &+= session.counters.unknownIds
        sum.oversizeLines &+= session.counters.oversizeLines
        return sum
    }
    public var isReady: Bool { if case .ready = link { setupDone } else { false } }
    public var isLinkUp: Bool {
        switch link {
        case .greeting, .ready: true
        case .down, .connecting, .resting: false
        }
    }

    /// Bytes to write now. Usually none; statistics requests are not among them, see ``beginPoll(at:)``.
    public func takeOutput() -> [UInt8] {
        guard !output.isEmpty else { return [] }
        defer { output = [] }
        return output
    }

    /// Whether the connection is over; told once.
    public func takeShouldClose() -> Bool {
        defer { shouldClose = false }
        return shouldClose
    }

    public func takeNotices() -> [GuestNotice] {
        guard !notices.isEmpty else { return [] }
        defer { notices = [] }
        return notices
    }

    /// Takes new settings in; the connection stays.
    public func reconfigure(_ settings: GuestTrackerSettings, at now: MonotonicTime) {
        let intervalChanged = settings.statisticsInterval != self.settings.statisticsInterval
        self.settings = settings
        if intervalChanged, let path = device?.path {
            device = BalloonDevice(path: path, interval: settings.statisticsInterval)
            enqueue(.setInterval)
        }
        settle(at: now)
    }

    /// The statistics request; nil without a balloon device.
    public var pollRequest: QMPRequest? { device?.statistics }

    /// Notes a statistics request as sent; the caller writes ``pollRequest``.
    ///
    /// - Returns: false when there is nothing to ask or the last answer is still missing: then write nothing.
    public func beginPoll(at now: MonotonicTime) -> Bool {
        guard isReady, let device else { return false }
        guard open & GuestCommand.statistics.bit == 0 else {
            counters.skippedPollRequests &+= 1
            return false
        }
        let deadline = now + settings.commandDeadline
        do throws(QMPError) {
            try session.send(device.statistics, tag: GuestCommand.statistics.tag, deadline: deadline.sinceOrigin)
        } catch {
            counters.skippedPollRequests &+= 1
            return false
        }
        open |= GuestCommand.statistics.bit
        isPollOpen = true
        counters.pollRequests &+= 1
        if deadline < wakeAt { wakeAt = deadline }
        return true
    }

    /// Sends a balloon target. The answer comes as a notice under `number`.
    ///
    /// - Throws: ``QMPError`` with `.invalidInput` when the guest is not connected, has no balloon device, or the target is
    ///   no size.
    public func setBalloon(to target: ByteCount, number: UInt64, at now: MonotonicTime) throws(QMPError) {
        guard isReady || isKnown else {
            throw QMPError(
                code: .invalidInput, message: "\(name) is not connected: \(condition.reason)", command: "balloon")
        }
        guard balloonIsActive else {
            throw QMPError(code: .invalidInput, message: GuestCondition.noDevice.reason, command: "balloon")
        }
        let deadline = now + settings.commandDeadline
        guard isReady else {
            waitingTargets.append(GuestCommandWaiting(number: number, target: target, deadline: deadline))
            visit(at: now)
            return wakeAt = min(wakeAt, deadline)
        }
        try send(target, number: number, deadline: deadline)
    }

    func send(_ target: ByteCount, number: UInt64, deadline: MonotonicTime) throws(QMPError) {
        guard let bytes = UInt64(exactly: target.bytes) else {
            throw QMPError(code: .invalidInput, message: "\(target) is no size", command: "balloon")
        }
        let request = QMPRequest(try SetBalloon(value: bytes))
        let tag = QMPTag(rawValue: GuestCommand.firstOwnTag &+ number)
        output += try session.send(request, tag: tag, deadline: deadline.sinceOrigin)
        openTargets.append((number, target))
        if deadline < wakeAt { wakeAt = deadline }
    }

    /// Deadlines, rare queries, and states that change by time alone.
    public func tick(at now: MonotonicTime) {
        if let due = readsResumeAt, due <= now { readsResumeAt = nil }
        if isLinkUp {
            session.expire(at: now.sinceOrigin) { handle($0, at: now) }
            keepHouse(at: now)
        } else if let due = housekeepingAt, due <= now {
            visit(at: now)
        }
        if isShared { expireWaiting(at: now) }
        settle(at: now)
    }

    /// Takes in what was read. Then look at ``readsResumeAt``.
    public func receive(_ bytes: UnsafeRawBufferPointer, at now: MonotonicTime) {
        let linesBefore = session.counters.lines
        session.receive(bytes, at: now.sinceOrigin) { handle($0, at: now) }
        let lines = session.counters.lines &- linesBefore
        if let hold = budget.spend(bytes: bytes.count, lines: lines, at: now, of: fleetBudget) { keep(hold, at: now) }
        settle(at: now)
    }

    /// Takes in what was read; see the other `receive`.
    public func receive(_ bytes: [UInt8], at now: MonotonicTime) { bytes.withUnsafeBytes { receive($0, at: now) } }

    private func keep(_ hold: ReadBudget.Hold, at now: MonotonicTime) {
        guard isLinkUp else { return }
        readsResumeAt = hold.until
        floodedAt = now
        counters.heldReads &+= 1
        if hold.isShared { counters.sharedHeldReads &+= 1 }
    }
}

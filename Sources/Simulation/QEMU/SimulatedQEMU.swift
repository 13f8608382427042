import BalloonKit
import QMP

/// One QEMU with its balloon device: what it knows of its guest, what it says by itself, and what it answers.
///
/// No wire and no client: ``WireChannel`` has those. Source of all behaviour: measured with
/// QEMU 7.2.
struct SimulatedQEMU: Sendable {
    let devicePath: String
    let pid: Int32
    /// `actual` as the driver last told it: during a reboot the old value, then the full size.
    private(set) var actual: ByteCount
    /// Seconds between two reports; 0 is never. Survives the guest's reset.
    private(set) var interval: Int64 = 0
    private(set) var isRunning = true
    /// How many `balloon` commands were accepted.
    var acceptedTargets = 0
    /// Lines of events not sent yet.
    var events: [UInt8] = []
    private(set) var statistics = StatisticsReply()

    private let phase: Int64
    private var lastUpdate: Int64 = 0
    private var nextReport = Int64.max
    private var driverIsUp = false
    private var announced: ByteCount
    private var announcedAt = Int64.min / 2
    private var resetsLeft = 0
    private var random: SplitMix64

    /// Some day in 2026, in seconds since 1970.
    private static let startOfDay: Int64 = 1_795_000_000

    init(_ plan: GuestPlan, seed: UInt64) {
        random = SplitMix64(seed: seed)
        actual = plan.maximum
        announced = plan.maximum
        phase = Int64(random.next() % 10) * 100
        pid = Int32(1000 + random.next() % 30_000)
        devicePath =
            random.next() % 2 == 0 ? "/machine/peripheral/balloon0" : "/machine/peripheral-anon/device[\(phase / 100)]"
    }

    // MARK: What happens by itself

    /// Looks at the guest after another step of its life.
    mutating func advance(_ guest: SimulatedGuest, hasReset: Bool, to now: Moment) {
        if hasReset { beginReset() }
        if resetsLeft > 0 { tellResets(at: now) }
        if !guest.plan.pauses.isEmpty { follow(isPaused: guest.isPaused(at: now.time), at: now) }
        guard driverIsUp || findDriver(guest, at: now) else { return }
        actual = guest.actual
        if announced != actual { announce(at: now) }
        guard now.milliseconds >= nextReport, isRunning else { return }
        nextReport += interval * 1000
        // A guest that was paused does not catch up.
        if nextReport <= now.milliseconds { nextReport = now.milliseconds + interval * 1000 }
        if !isStale(guest, at: now.time) { report(guest, at: now) }
    }

    private mutating func beginReset() {
        driverIsUp = false
        resetsLeft = 2 + Int(random.next() % 11)
    }

    /// 2-12 in all within 0.2 s.
    private mutating func tellResets(at now: Moment) {
        let count = (resetsLeft + 1) / 2
        resetsLeft -= count
        for _ in 0..<count { tell("RESET", ["guest": true, "reason": "guest-reset"], at: now) }
    }

    private mutating func follow(isPaused: Bool, at now: Moment) {
        guard isPaused == isRunning else { return }
        isRunning = !isPaused
        tell(isPaused ? "STOP" : "RESUME", [:], at: now)
    }

    /// The driver reports once when it is loaded, whatever the interval.
    private mutating func findDriver(_ guest: SimulatedGuest, at now: Moment) -> Bool {
        guard isRunning, guest.hasDriver(at: now.time) else { return false }
        driverIsUp = true
        // A guest that is there when the scenario begins was booted an hour ago.
        let isOld = guest.plan.arrives <= 0 && now.milliseconds == 0
        report(guest, at: isOld ? Moment(milliseconds: -3_600_000) : now)
        return true
    }

    private func isStale(_ guest: SimulatedGuest, at time: Double) -> Bool {
        if case .stale(let from, let to) = guest.plan.driver { return time >= from && time < to }
        return false
    }

    private mutating func report(_ guest: SimulatedGuest, at now: Moment) {
        var available: UInt64?
        if case .lying(let claim) = guest.plan.driver { available = claim }
        // The host's wall clock, in whole seconds.
        lastUpdate = Self.startOfDay + now.milliseconds.dividedDown(by: 1000)
        statistics.set(guest.statistics, available: available, lastUpdate: lastUpdate)
    }

    /// The first change at once, then at most one a second, and the last state always comes.
    private mutating func announce(at now: Moment) {
        guard now.milliseconds - announcedAt >= 1000 else { return }
        announcedAt = now.milliseconds
        announced = actual
        tell("BALLOON_CHANGE", ["actual": .integer(actual.bytes)], at: now)
    }

    mutating func tell(_ event: String, _ data: JSONObject, at now: Moment) {
        events += QMPServerSession.event(event, data: data, at: Self.wallClock(at: now))
    }

    static func wallClock(at now: Moment) -> Duration { .seconds(startOfDay) + .milliseconds(now.milliseconds) }

    // MARK: What it is told

    /// From 0 to anything the guest is asked at once; then whenever its turn is.
    mutating func setInterval(_ seconds: Int64, _ guest: SimulatedGuest, at now: Moment) {
        let wasOff = interval == 0
        interval = seconds
        guard seconds > 0 else { return nextReport = Int64.max }
        guard wasOff else { return }
        if driverIsUp, isRunning, !isStale(guest, at: now.time) { report(guest, at: now) }
        nextReport = now.milliseconds + 100 + phase
    }

    /// The line that answers `guest-stats`.
    mutating func statisticsLine() -> [UInt8] {
        statistics.build()
        return statistics.bytes
    }
}

extension Int64 {
    /// Rounded down, for times before the beginning as well.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

import BalloonKit

/// A channel without a wire: what a guest is, sampled as QEMU and its tracker would show it.
///
/// For scenarios of thousands of guests, and to tell what of a result is due to the wire.
public struct DirectChannel: GuestChannel {
    private let plan: GuestPlan
    private let seed: UInt64
    private let phase: Int64
    private var reported: ReportedStatistics?
    private var updates: UInt64 = 0
    private var movedAt: MonotonicTime?
    private var nextReport: Int64
    private var actual: ByteCount
    /// Read when the daemon connects, and then with each poll.
    private var resident: ByteCount?
    private var target: ByteCount?
    private var toldActualAt: Int64
    private var isClosed = false
    private var isRunning = true

    /// Older statistics make a guest stale.
    private static let freshness = Duration.milliseconds(3500)

    public init(_ plan: GuestPlan, seed: UInt64, at now: Moment) {
        self.plan = plan
        self.seed = seed
        phase = Int64((seed >> 7) % 10) * 100
        nextReport = now.milliseconds
        actual = plan.maximum
        toldActualAt = now.milliseconds
    }

    public mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: Moment) {
        isRunning = plan.pauses.isEmpty || !guest.isPaused(at: now.time)
        if updates == 0 { actual = guest.actual }
        if resident == nil { resident = guest.resident }
        if guest.actual != actual, now.milliseconds - toldActualAt >= 1000 {
            actual = guest.actual
            toldActualAt = now.milliseconds
        }
        guard now.milliseconds >= nextReport else { return }
        nextReport = now.milliseconds + (updates == 0 ? phase + 100 : 1000)
        guard guest.hasDriver(at: now.time), isRunning, !isSilenced(at: now.time) else { return }
        reported = guest.statistics
        updates += 1
        movedAt = now.clock
    }

    private func isSilenced(at time: Double) -> Bool {
        if case .stale(let from, let to) = plan.driver, time >= from, time < to { return true }
        return plan.silences.contains { $0.contains(time) }
    }

    public mutating func poll(_ guest: inout SimulatedGuest, at now: Moment) {
        resident = guest.resident
        actual = guest.actual
    }

    public mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: Moment) {
        self.target = target
        guest.setTarget(target)
        actual = guest.actual
    }

    public mutating func close(_ end: QEMUEnd, at now: Moment) { isClosed = true }

    public mutating func daemonRestarted(at now: Moment) { self = DirectChannel(plan, seed: seed, at: now) }

    public func sample(at now: Moment) -> GuestSample? {
        guard !isClosed else { return nil }
        let isFresh = movedAt.map { now.clock - $0 <= Self.freshness } ?? false
        let state: GuestState =
            plan.driver == .missing || updates == 0 ? .unmanaged : isFresh && isRunning ? .fresh : .stale
        var sample = GuestSample(name: plan.name, state: state)
        sample.isRunning = isRunning
        sample.actual = actual
        sample.maximum = plan.maximum
        sample.target = target
        sample.reported = reported
        sample.statisticsUpdates = updates
        sample.statisticsAge = movedAt.map { now.clock - $0 }
        sample.resident = plan.isMeasured ? resident : nil
        sample.traits = plan.isMeasured ? MemoryTraits(overhead: plan.overhead) : nil
        sample.deflatesOnOOM = plan.deflatesOnOOM
        return sample
    }
}

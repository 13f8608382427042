import BalloonKit

/// A channel without a wire: what a guest is, sampled as QEMU and its tracker would show it.
///
/// For scenarios of thousands of guests, and to tell what of a result is due to the wire.
public struct DirectChannel: GuestChannel {
    private let plan: GuestPlan
    private let phase: Double
    private var reported: ReportedStatistics?
    private var updates: UInt64 = 0
    private var movedAt: MonotonicTime?
    private var nextReport: MonotonicTime
    private var actual: ByteCount
    private var resident: ByteCount
    private var target: ByteCount?
    private var toldActualAt: MonotonicTime
    private var isClosed = false
    private let origin: MonotonicTime
    private var isRunning = true

    /// Older statistics make a guest stale.
    private static let freshness = Duration.milliseconds(3500)

    public init(_ plan: GuestPlan, seed: UInt64, at now: MonotonicTime) {
        self.plan = plan
        phase = Double((seed >> 7) % 10) / 10
        nextReport = now
        actual = plan.maximum
        resident = .zero
        toldActualAt = now
        origin = now
    }

    public mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: MonotonicTime) {
        let time = now.sinceOrigin.inSeconds - 100
        isRunning = !guest.isPaused(at: time)
        // Read when it connects, and by each poll from then on.
        if updates == 0 {
            actual = guest.actual
            resident = guest.resident
        }
        if guest.actual != actual, now - toldActualAt >= .seconds(1) {
            actual = guest.actual
            toldActualAt = now
        }
        guard now >= nextReport else { return }
        nextReport = updates == 0 ? now + .milliseconds(Int64(phase * 1000) + 100) : now + .seconds(1)
        guard guest.hasDriver(at: time), isRunning, !isSilenced(at: time) else { return }
        reported = guest.statistics
        updates += 1
        movedAt = now
    }

    private func isSilenced(at time: Double) -> Bool {
        if case .stale(let from, let to) = plan.driver { return time >= from && time < to }
        return plan.silences.contains { $0.contains(time) }
    }

    public mutating func poll(_ guest: inout SimulatedGuest, at now: MonotonicTime) {
        resident = guest.resident
        actual = guest.actual
    }

    public mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: MonotonicTime) {
        self.target = target
        guest.setTarget(target)
        actual = guest.actual
    }

    public mutating func close(at now: MonotonicTime) { isClosed = true }

    public func sample(at now: MonotonicTime) -> GuestSample? {
        guard !isClosed else { return nil }
        let isFresh = movedAt.map { now - $0 <= Self.freshness } ?? false
        let state: GuestState =
            plan.driver == .missing || updates == 0 ? .unmanaged : isFresh && isRunning ? .fresh : .stale
        var sample = GuestSample(name: plan.name, state: state)
        sample.isRunning = isRunning
        sample.actual = actual
        sample.maximum = plan.maximum
        sample.target = target
        sample.reported = reported
        sample.statisticsUpdates = updates
        sample.statisticsAge = movedAt.map { now - $0 }
        sample.resident = resident
        sample.traits = MemoryTraits(overhead: plan.overhead)
        sample.deflatesOnOOM = plan.deflatesOnOOM
        return sample
    }
}

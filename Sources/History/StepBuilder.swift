import BalloonKit
import ControlProtocol
import Controller

/// Puts cycles together to steps of the finest tier. Pure: the same cycles give the same steps.
///
/// What a cycle sees is taken to have held since the cycle before, unless that is unusually long ago: a gap (the pool could
/// not be read) is nobody's time.
struct StepBuilder: Sendable {
    /// What sums need of the cycle before.
    private struct Before {
        var time: MonotonicTime
        var swappedOut: ByteCount?
        var scannerTime: Duration?
        var oomKills: [String: UInt64]
    }

    private let tier: HistoryTier
    private var before: Before?
    private var usual = Duration.seconds(5)
    private var pool: PoolStep?
    private var guests: [String: GuestStep] = [:]

    init(tier: HistoryTier = .seconds) { self.tier = tier }

    /// Adds a cycle; the step that ended before it, if one did.
    mutating func add(_ observation: CycleObservation) -> StepRecord? {
        let start = tier.start(of: observation.wall.milliseconds.roundedDown(to: 1000) / 1000)
        let closed = pool.flatMap { $0.start == start ? nil : close() }
        let covered = passed(since: before?.time, until: observation.snapshot.time)
        addPool(observation, start: start, covered: covered)
        for (guest, verdict) in zip(observation.snapshot.guests, observation.decision.verdicts) {
            add(guest, verdict.assessment, start: start, covered: covered)
        }
        remember(observation)
        return closed
    }

    /// Ends the step that is open.
    mutating func close() -> StepRecord? {
        guard let pool else { return nil }
        defer {
            self.pool = nil
            guests = [:]
        }
        return StepRecord(pool: pool, guests: guests.values.sorted { $0.guest < $1.guest })
    }

    /// Counts a target that was sent; a factor of -1 takes back what was counted before QEMU refused it.
    mutating func count(change: ByteCount, of guest: String, factor: Int64 = 1) {
        guard let start = pool?.start else { return }
        let granted = change.clampedToZero.times(factor)
        let reclaimed = (-change).clampedToZero.times(factor)
        pool?.moves += factor
        pool?.granted += granted
        pool?.reclaimed += reclaimed
        guests[guest, default: GuestStep(guest: guest, start: start)].moves += factor
        guests[guest]?.granted += granted
        guests[guest]?.reclaimed += reclaimed
    }

    /// Counts what a reclaim really brought back.
    mutating func count(returned: ByteCount, by guest: String) {
        guard let start = pool?.start else { return }
        pool?.returned += returned
        guests[guest, default: GuestStep(guest: guest, start: start)].returned += returned
    }

    private mutating func addPool(_ observation: CycleObservation, start: Int64, covered: Int64) {
        let sample = observation.snapshot.pool
        let scanned = sample.ksm?.scannerTime.flatMap { now in
            before?.scannerTime.map { Swift.max(.zero, now - $0).inMilliseconds }
        }
        let swapOut = sample.swappedOut.flatMap { now in before?.swappedOut.map { (now - $0).clampedToZero } }
        let step = PoolStep(observation, start: start, covered: covered, swapOut: swapOut, ksmCPU: scanned)
        if pool?.merge(step) == nil { pool = step }
    }

    private mutating func add(
        _ guest: Snapshot.Guest, _ assessment: GuestAssessment, start: Int64, covered: Int64
    ) {
        let name = guest.sample.name
        let kills = guest.sample.reported?.oomKills.map { now in
            // A count that fell began anew with the guest.
            before?.oomKills[name].map { now >= $0 ? Int64(clamping: now - $0) : 0 } ?? 0
        }
        let step = GuestStep(guest, assessment, start: start, covered: covered, oomKills: kills)
        if guests[name]?.merge(step) == nil { guests[name] = step }
    }

    private mutating func passed(since earlier: MonotonicTime?, until now: MonotonicTime) -> Int64 {
        guard let earlier, now > earlier else { return 0 }
        let passed = now - earlier
        defer { usual = Swift.max(.seconds(5), passed) }
        return Swift.min(passed, usual * 2).inMilliseconds
    }

    private mutating func remember(_ observation: CycleObservation) {
        let snapshot = observation.snapshot
        var kills: [String: UInt64] = [:]
        for guest in snapshot.guests { kills[guest.sample.name] = guest.sample.reported?.oomKills }
        before = Before(
            time: snapshot.time, swappedOut: snapshot.pool.swappedOut, scannerTime: snapshot.pool.ksm?.scannerTime,
            oomKills: kills)
    }
}

import BalloonKit

/// What a guest's statistics add up to over time: its working set, its bursts, its distress.
struct StatisticsTrack: Sendable, Hashable {
    /// `statisticsUpdates` when last taken in; nil before the first.
    private(set) var updates: UInt64?
    private(set) var workingSet: ByteCount?
    /// What was credibly available when the statistics were taken.
    private(set) var available: ByteCount?
    /// `actual` at the time of the statistics, which are older than the `actual` read beside them.
    private(set) var pairedActual = ByteCount.zero
    /// That pairing is certain: the guest's own total moves with `actual`, or nothing moved.
    private(set) var isPairedExactly = false
    /// Growth of the working set over the last statistics, bytes a second.
    private(set) var burstRate = ByteCount.zero
    private var peakRate = ByteCount.zero
    private var peakTime = MonotonicTime.origin
    private var taken = MonotonicTime.origin
    /// `actual - total` where both were steady: what the guest's kernel keeps for itself.
    private var kernelShare: ByteCount?
    /// Resident memory just before the statistics were taken, and when that was read.
    private var residentBase: ByteCount?
    private var residentTime = MonotonicTime.origin
    private var counters: ReportedStatistics?
    private var distressedUntil: MonotonicTime?

    /// The most that `actual` was read to be since the last statistics: where no total tells, those at hand may be that old.
    private var highest = ByteCount.zero

    /// Statistics in a row whose total does not fit `actual`.
    private var mismatches = 0

    /// By how much a total may miss `actual` without being older.
    private static let noise = ByteCount.mebibytes(4)
    private static let mismatchesUntilLearntAnew = 4
    /// How long a peak of the burst rate is remembered, fading.
    private static let peakMemory = 60.0
    /// How long a guest counts as in distress after it swapped in, stalled or killed.
    private static let distressMemory = Duration.seconds(3)
    /// Two statistics further apart than this say nothing about a rate.
    private static let longestGap = 10.0

    /// Takes in a reading of `actual`, once a cycle.
    mutating func see(_ actual: ByteCount?) { highest = Swift.max(highest, actual ?? .zero) }

    /// Takes in new statistics, once for each value of `statisticsUpdates`.
    ///
    /// `previous`: `actual` and resident memory in the cycle before; the statistics were taken somewhere between
    /// that and now.
    mutating func take(_ sample: GuestSample, previous: Reading, at now: MonotonicTime) {
        guard updates != sample.statisticsUpdates, let actual = sample.actual?.clampedToZero,
            let reported = sample.reported, let claimed = reported.available
        else { return }
        let time = MonotonicTime(now.sinceOrigin - (sample.statisticsAge ?? .zero))
        let restarted = updates.map { sample.statisticsUpdates < $0 } ?? true
        let steady = steadyTotal(of: sample)
        let before = previous.actual ?? actual
        pairedActual = paired(actual, steady == nil ? Swift.max(before, highest) : before, reported, total: steady)
        highest = actual
        let credible = claimed.clamped(from: .zero, to: pairedActual)
        let need = pairedActual - credible
        let gap = (time - taken).inSeconds
        if let workingSet, !restarted, gap > 0, gap <= Self.longestGap {
            burstRate = (need - workingSet).clampedToZero.scaled(by: 1 / Swift.max(gap, 0.5))
        } else {
            burstRate = .zero
        }
        if burstRate >= fadedPeak(at: now) {
            peakRate = burstRate
            peakTime = now
        }
        residentBase = previous.resident ?? sample.residentRAM
        residentTime = previous.resident == nil ? now : previous.time
        workingSet = need
        available = credible
        taken = time
        if !restarted, let counters, Self.suffering(reported, since: counters) {
            distressedUntil = now + Self.distressMemory
        }
        counters = reported
        updates = sample.statisticsUpdates
    }

    /// The next statistics are taken in whatever their count: it is another connection's.
    mutating func startAnew() { updates = nil }

    /// The largest burst rate of the last minute, the older the smaller.
    func fadedPeak(at now: MonotonicTime) -> ByteCount {
        peakRate.scaled(by: Swift.max(0, 1 - Swift.max(0, (now - peakTime).inSeconds) / Self.peakMemory))
    }

    /// By how much resident memory has grown since the statistics: measured by the host each cycle, so it shows a ramp before
    /// the guest's own numbers do. Page cache grows it too, hence it protects a guest but earns it nothing.
    func growth(_ resident: ByteCount?) -> ByteCount {
        guard let resident, let residentBase else { return .zero }
        return (resident - residentBase).clampedToZero
    }

    /// The same a second.
    func growthRate(_ resident: ByteCount?, at now: MonotonicTime) -> ByteCount {
        growth(resident).scaled(by: 1 / Swift.max((now - residentTime).inSeconds, 0.5))
    }

    /// What is left of `available` after what `actual` has done since. A guest that lost its balloon memory has that less.
    func availableNow(actual: ByteCount) -> ByteCount? {
        available.map { ($0 + actual - pairedActual).clampedToZero }
    }

    func isSuffering(at now: MonotonicTime) -> Bool { distressedUntil.map { now <= $0 } ?? false }

    /// The guest's own total where it moves with `actual`; with deflate-on-oom it does not, and tells nothing.
    private func steadyTotal(of sample: GuestSample) -> ByteCount? {
        sample.deflatesOnOOM ? nil : sample.reported?.total
    }

    /// Where between two readings the statistics were taken: the guest's own total moves with `actual`, so its distance
    /// to it, learnt while nothing moved, tells. Without it, the reading that makes the working set larger is taken.
    private mutating func paired(
        _ actual: ByteCount, _ previous: ByteCount, _ reported: ReportedStatistics, total steady: ByteCount?
    ) -> ByteCount {
        if let steady, let kernelShare, (steady + kernelShare - actual).magnitude > Self.noise {
            // Both readings may be newer than the statistics. Should that go on, the share was learnt in a bad moment.
            mismatches += 1
            if mismatches < Self.mismatchesUntilLearntAnew {
                isPairedExactly = true
                return steady + kernelShare
            }
        }
        mismatches = 0
        let lower = Swift.min(actual, previous)
        let upper = Swift.max(actual, previous)
        isPairedExactly = upper - lower < .mebibytes(1)
        guard let total = reported.total else { return upper }
        if isPairedExactly {
            // More than the guest has is no sum that moves with it: so tells a Windows driver.
            kernelShare = total <= actual + Self.noise ? (actual - total).clampedToZero : nil
            return actual
        }
        guard let kernelShare else { return upper }
        isPairedExactly = steady != nil
        return (total + kernelShare).clamped(from: lower, to: upper)
    }

    private static func suffering(_ now: ReportedStatistics, since old: ReportedStatistics) -> Bool {
        if let swapIn = now.swapIn, let before = old.swapIn, swapIn - before >= .mebibytes(1) { return true }
        return rose(now.majorFaults, old.majorFaults, by: 200) || rose(now.allocStalls, old.allocStalls, by: 1)
            || rose(now.oomKills, old.oomKills, by: 1)
    }

    private static func rose(_ now: UInt64?, _ old: UInt64?, by least: UInt64) -> Bool {
        guard let now, let old, now >= old else { return false }
        return now - old >= least
    }
}

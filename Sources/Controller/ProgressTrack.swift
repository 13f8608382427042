import BalloonKit

/// Watches a guest that is asked for memory, and gives up on it when it does not come.
///
/// An unreachable target harms: the guest's driver takes every page that comes free, and the guest's next allocation
/// meets its OOM killer. QEMU says nothing about it. So the asking is ended within a second or two.
struct ProgressTrack: Sendable, Hashable {
    /// The target that is watched; nil while nothing is asked.
    private(set) var target: ByteCount?
    private var mark = ByteCount.zero
    private var residentMark: ByteCount?
    private var markTime = MonotonicTime.origin
    private var actualAtStart = ByteCount.zero
    private var updatesAtStart: UInt64 = 0
    private(set) var failures = 0
    private(set) var backOffUntil: MonotonicTime?

    private static let tolerance = ByteCount.mebibytes(4)
    /// `actual` and resident memory are read once a second, and an event may be a second late.
    private static let patience = Duration.milliseconds(2200)
    /// A guest with less than this while it still inflates is about to kill.
    static let lastPages = ByteCount.mebibytes(16)
    private static let firstBackOff: Int64 = 30
    private static let longestBackOff: Int64 = 600

    /// A target is being sent: what comes of it is counted from here.
    mutating func start(_ asked: ByteCount, actual: ByteCount, updates: UInt64, at now: MonotonicTime) {
        target = asked
        actualAtStart = actual
        mark = actual
        residentMark = nil
        markTime = now
        updatesAtStart = updates
    }

    /// Takes in a snapshot; returns whether the standing target must be withdrawn now.
    mutating func observe(_ sample: GuestSample, at now: MonotonicTime) -> Bool {
        guard let asked = sample.target, let actual = sample.actual, sample.isRunning else {
            target = nil
            return false
        }
        if asked != target {
            start(asked, actual: actual, updates: sample.statisticsUpdates, at: now)
            return false
        }
        guard actual - asked > Self.tolerance else {
            markTime = now
            mark = actual
            if asked < actualAtStart { failures = 0 }
            return false
        }
        if mark - actual >= Self.tolerance || actual > mark {
            mark = actual
            markTime = now
        }
        followResident(sample.residentRAM, at: now)
        if let available = sample.reported?.available, available < Self.lastPages,
            sample.statisticsUpdates > updatesAtStart
        {
            return true
        }
        // A guest without a driver, or still booting, does not even begin: no harm is done, and the target will hold later.
        if sample.state != .fresh, actual >= actualAtStart { return false }
        return now - markTime >= Self.patience
    }

    /// Memory that the host gets back is progress too, seen before the next `actual` is.
    private mutating func followResident(_ resident: ByteCount?, at now: MonotonicTime) {
        guard let resident else { return }
        guard let before = residentMark else {
            residentMark = resident
            return
        }
        if before - resident >= Self.tolerance { markTime = now }
        if before - resident >= Self.tolerance || resident > before { residentMark = resident }
    }

    mutating func backOff(at now: MonotonicTime) {
        let shift = Int64(Swift.min(failures, 8))
        let seconds = Swift.min(Self.firstBackOff << shift, Self.longestBackOff)
        backOffUntil = now + .seconds(seconds)
        failures = Swift.min(failures + 1, 16)
    }

    func isBackedOff(at now: MonotonicTime) -> Bool { backOffUntil.map { now < $0 } ?? false }
}

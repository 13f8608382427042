import BalloonKit

/// The last balloon target that was decided for a guest, and the world it was decided in.
struct MoveTrack: Sendable, Hashable {
    var action: Action
    var target: ByteCount
    var time: MonotonicTime
    /// `statisticsUpdates` it was based on: the next reclaim needs a later one.
    var updates: UInt64
    var actualBefore: ByteCount
    var residentBefore: ByteCount?

    /// What the host was expected to get back when it was decided.
    var expected = ByteCount.zero
    /// Somebody needs it now; what others were promised does not count against them.
    var isUrgent = false
    /// When memory was last seen to come, and what was left then.
    private var progressTime: MonotonicTime
    private var leastActual: ByteCount
    private var leastResident: ByteCount?

    /// How long after the last progress asked-for memory is counted as coming: two readings of `actual`, which come once a
    /// second. From the command alone it would end too soon: a large guest inflates for many seconds.
    static let horizon = Duration.milliseconds(2200)
    /// How long granted memory is counted as not yet used.
    static let grantHorizon = Duration.seconds(10)
    /// The same for a guest in need: what it does not take at once, another in need may have.
    static let urgentGrantHorizon = Duration.seconds(2)
    private static let arrivalWindow = Duration.milliseconds(1500)
    /// Bytes a second that a guest without a past is expected to inflate with (measured: 300-590 MiB/s, emulated).
    private static let ordinaryRate = ByteCount.mebibytes(300)
    /// Less is not progress.
    private static let leastProgress = ByteCount.mebibytes(4)

    init(
        action: Action, target: ByteCount, time: MonotonicTime, updates: UInt64, actualBefore: ByteCount,
        residentBefore: ByteCount?
    ) {
        self.action = action
        self.target = target
        self.time = time
        self.updates = updates
        self.actualBefore = actualBefore
        self.residentBefore = residentBefore
        progressTime = time
        leastActual = actualBefore
        leastResident = residentBefore
    }

    /// Takes in what has come by now.
    mutating func observe(_ sample: GuestSample, at now: MonotonicTime) {
        let actual = sample.actual ?? leastActual
        let resident = sample.residentRAM ?? leastResident
        let isResidentLess =
            resident.map { now in leastResident.map { $0 - now >= Self.leastProgress } ?? false } ?? false
        guard leastActual - actual >= Self.leastProgress || isResidentLess else { return }
        progressTime = now
        leastActual = Swift.min(actual, leastActual)
        leastResident = resident
    }

    /// What the host is still to get back from this reclaim soon enough to count on.
    ///
    /// Nothing when QEMU was never told (dry run, lost command). Never more than the guest holds beyond `need`: a guest that
    /// has grown meanwhile gives that much less. And no more than its balloon takes in ``arrivalWindow``: a giant inflates
    /// for minutes, and until then others must hold the line.
    func inFlight(_ sample: GuestSample, need: ByteCount?, at now: MonotonicTime) -> ByteCount {
        guard action == .reclaim || action == .pin, sample.target == target, now - progressTime <= Self.horizon,
            let actual = sample.actual
        else { return .zero }
        // As the balloon nears its target, less is left to come.
        let left = (actual - target).clampedToZero.fraction(of: actualBefore - target)
        let likely = expected.scaled(by: Swift.min(1, left))
        guard let resident = sample.residentRAM else { return Swift.min(likely, arriving(at: now)) }
        let most = resident - Swift.max(target, need ?? target)
        let coming = Swift.max(Swift.min(likely, resident - (need ?? .zero)), most)
        return Swift.min(coming, arriving(at: now)).clampedToZero
    }

    /// What the host gets back when the balloon takes so much more.
    func returned(by inflation: ByteCount) -> ByteCount {
        inflation.scaled(by: expected.fraction(of: Swift.max(actualBefore - target, .page)))
    }

    /// What the balloon takes within ``arrivalWindow`` at the speed it has shown.
    private func arriving(at now: MonotonicTime) -> ByteCount {
        let passed = (now - time).inSeconds
        let shown = (actualBefore - leastActual).clampedToZero.scaled(by: 1 / Swift.max(passed, 1))
        return Swift.max(shown, Self.ordinaryRate).over(Self.arrivalWindow)
    }

    private var grantHorizon: Duration { isUrgent ? Self.urgentGrantHorizon : Self.grantHorizon }

    /// What the guest may still take of this grant.
    func unusedGrant(_ sample: GuestSample, at now: MonotonicTime) -> ByteCount {
        // A withdrawal gives back what was never obtained: nobody was waiting to use it.
        guard action != .withdraw, target > actualBefore, now - time <= grantHorizon else { return .zero }
        let held = max(sample.residentRAM ?? actualBefore, .zero)
        let available = sample.reported?.available ?? target
        return min(min(target - actualBefore, target - held), available).clampedToZero
    }
}

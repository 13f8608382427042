import BalloonKit

/// A guest of the closed-loop test world: pessimistic for the host (it touches new pages first, its balloon takes touched
/// and untouched free pages alike, where real guests hand out those that were freed last) and merciless to its own
/// processes (no swap, no deflate-on-oom).
struct WorldGuest {
    let name: String
    let maximum: ByteCount
    var actual: ByteCount
    var target: ByteCount?
    /// Guest RAM that the host has given pages for.
    var resident: ByteCount
    /// Memory that processes hold, over time.
    var demand: (Double) -> ByteCount
    var used: ByteCount
    var kills = 0
    var sends = 0
    var limits = GuestLimits()
    var pin: Pin?
    var traits = MemoryTraits()
    var returnsMemory = true
    private var reported = ReportedStatistics()
    private var updates: UInt64 = 0
    private var reportedAt = 0.0
    private let phase: Double
    /// What the daemon was last told: `actual` by poll, event or its own command, resident memory by poll alone.
    private var seen: (actual: ByteCount, resident: ByteCount)
    private var toldAt = -1.0

    static let kernel = ByteCount.mebibytes(60)
    static let inflateRate = ByteCount.mebibytes(400)
    private static let deflateRate = ByteCount.gibibytes(2)
    private static let stallsAt = ByteCount.mebibytes(4)

    init(
        _ name: String, maximum: ByteCount, resident: ByteCount, phase: Double,
        demand: @escaping (Double) -> ByteCount
    ) {
        self.name = name
        self.maximum = maximum
        self.demand = demand
        self.phase = phase
        actual = maximum
        used = Self.kernel + demand(0)
        self.resident = max(resident, used)
        seen = (maximum, max(resident, used))
    }

    /// What a poll once a second reads.
    mutating func poll() { seen = (actual, resident) }

    /// A command, and the query that follows it.
    mutating func send(_ target: ByteCount) {
        self.target = target
        sends += 1
        seen.actual = actual
    }

    mutating func step(to time: Double, by tick: Double) {
        moveBalloon(tick)
        let wanted = Self.kernel + demand(time)
        if wanted > used {
            let touched = min(wanted, actual) - used
            resident += min(touched.clampedToZero, (actual - resident).clampedToZero)
        }
        used = wanted
        if used > actual {
            kills += 1
            demand = { _ in .zero }
            used = Self.kernel
        }
        resident = max(resident, used)
        // BALLOON_CHANGE: at most one a second, the last state always comes.
        if actual != seen.actual, time - toldAt >= 1 {
            seen.actual = actual
            toldAt = time
        }
        if time - reportedAt >= 1 || (updates == 0 && time >= phase) { report(time) }
    }

    private mutating func moveBalloon(_ tick: Double) {
        guard let target, target != actual else { return }
        if target > actual {
            actual = min(target, actual + Self.deflateRate.scaled(by: tick))
        } else {
            let least = max(target, used + Self.stallsAt)
            let before = actual
            actual = max(min(actual, least), actual - Self.inflateRate.scaled(by: tick))
            guard returnsMemory else { return }
            let freeAndTouched = (resident - used).clampedToZero.fraction(of: max(.page, before - used))
            resident = min(resident - (before - actual).scaled(by: freeAndTouched), actual)
        }
    }

    private mutating func report(_ time: Double) {
        reportedAt = time
        updates += 1
        reported.available = actual - used
        reported.free = actual - used
        reported.total = actual - .mebibytes(30)
    }

    func snapshot(_ time: Double) -> Snapshot.Guest {
        var sample = GuestSample(name: name, state: updates > 0 ? .fresh : .unmanaged)
        sample.actual = seen.actual
        sample.maximum = maximum
        sample.target = target
        sample.reported = reported
        sample.statisticsUpdates = updates
        sample.statisticsAge = .milliseconds(Int64((time - reportedAt) * 1000))
        sample.resident = seen.resident
        sample.traits = traits
        return Snapshot.Guest(sample: sample, limits: limits, pin: pin)
    }
}

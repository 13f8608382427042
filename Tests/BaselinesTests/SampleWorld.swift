import BalloonKit
import Controller

/// A guest for a test: sizes in MiB, ready to be asked.
func guest(
    _ name: String, actual: Int64, maximum: Int64 = 4096, floor: Int64 = 1024, free: Int64? = nil,
    caches: Int64? = nil, resident: Int64? = nil, shares: Int = 1000, updates: UInt64 = 1
) -> Snapshot.Guest {
    var sample = GuestSample(name: name, state: .fresh)
    sample.actual = .mebibytes(actual)
    sample.maximum = .mebibytes(maximum)
    sample.resident = .mebibytes(resident ?? actual)
    sample.statisticsUpdates = updates
    if let free {
        var reported = ReportedStatistics()
        reported.free = .mebibytes(free)
        reported.diskCaches = .mebibytes(caches ?? 0)
        sample.reported = reported
    }
    return Snapshot.Guest(sample: sample, limits: GuestLimits(floor: .mebibytes(floor), shares: shares))
}

/// A moment of a pool with so many MiB in use.
func moment(
    _ seconds: Int = 0, total: Int64 = 10240, used: Int64, ksm: KSMSample? = nil, _ guests: Snapshot.Guest...
) -> Snapshot {
    var pool = PoolSample(total: .mebibytes(total), available: .mebibytes(total - used))
    pool.ksm = ksm
    return Snapshot(cycle: 1, time: MonotonicTime(.seconds(seconds)), pool: pool, guests: guests)
}

extension Decision {
    /// The targets that are sent, in whole MiB.
    var targets: [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: actions.compactMap { verdict in
                verdict.target.map { (verdict.guest, $0.bytes >> 20) }
            })
    }
}

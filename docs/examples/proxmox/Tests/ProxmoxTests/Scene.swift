import BalloonKit

/// A moment on a host of 10 GiB, whose target is at 8,192 MiB.
func scene(used: Int64, cycle: UInt64 = 10, _ guests: (Snapshot.Guest, GuestAssessment)...) -> Briefing {
    let used = ByteCount.mebibytes(used)
    let total = ByteCount.gibibytes(10)
    let snapshot = Snapshot(
        cycle: cycle, time: .origin, pool: PoolSample(total: total, available: total - used), guests: guests.map(\.0))
    return Briefing(
        snapshot: snapshot, forecast: Forecast(used: used, slope: .zero, inFlight: .zero, predicted: used),
        watermarks: Watermarks(limit: .mebibytes(8192), high: .mebibytes(7884), low: .mebibytes(7372)),
        assessments: guests.map(\.1), headroom: (.mebibytes(8192) - used).clampedToZero)
}

/// A guest of 1 to 4 GiB.
func guest(
    _ name: String, actual: Int64, free: Int64? = nil, shares: Int = 1000, isMovable: Bool = true
) -> (Snapshot.Guest, GuestAssessment) {
    var sample = GuestSample(name: name, state: .fresh)
    sample.actual = .mebibytes(actual)
    sample.maximum = .gibibytes(4)
    if let free {
        var reported = ReportedStatistics()
        reported.free = .mebibytes(free)
        sample.reported = reported
    }
    var assessment = GuestAssessment(name: name)
    assessment.isMovable = isMovable
    assessment.floor = .gibibytes(1)
    assessment.ceiling = .gibibytes(4)
    return (Snapshot.Guest(sample: sample, limits: GuestLimits(floor: .gibibytes(1), shares: shares)), assessment)
}

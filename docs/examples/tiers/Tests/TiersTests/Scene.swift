import BalloonKit

/// A moment on a host of 10,000 MiB: its limit is at 8,000, its high mark at 7,700, its low mark at 7,200 MiB.
func scene(used: Int64, calmFor: Duration? = nil, _ guests: [(Snapshot.Guest, GuestAssessment)]) -> Briefing {
    let used = ByteCount.mebibytes(used)
    let total = ByteCount.mebibytes(10_000)
    let snapshot = Snapshot(
        cycle: 1, time: .origin, pool: PoolSample(total: total, available: total - used), guests: guests.map(\.0))
    return Briefing(
        snapshot: snapshot,
        forecast: Forecast(used: used, slope: .zero, inFlight: .zero, predicted: used),
        watermarks: Watermarks(limit: .mebibytes(8000), high: .mebibytes(7700), low: .mebibytes(7200)),
        assessments: guests.map(\.1), headroom: (.mebibytes(8000) - used).clampedToZero, calmFor: calmFor)
}

/// A guest of 2,000 MiB that sees `actual` of them, uses `uses` and has a reserve of 200; what it does not need was touched.
func guest(
    _ name: String, _ tier: String?, actual: Int64 = 2000, uses: Int64, isInDistress: Bool = false
) -> (Snapshot.Guest, GuestAssessment) {
    var sample = GuestSample(name: name, state: .fresh)
    sample.actual = .mebibytes(actual)
    sample.maximum = .mebibytes(2000)
    var assessment = GuestAssessment(name: name)
    assessment.isMovable = true
    assessment.canGive = true
    assessment.workingSet = .mebibytes(uses)
    assessment.reserve = .mebibytes(200)
    assessment.kept = .mebibytes(uses + 200)
    assessment.idle = .mebibytes(max(0, actual - uses - 200))
    assessment.isInDistress = isInDistress
    assessment.floor = .mebibytes(128)
    assessment.ceiling = .mebibytes(2000)
    var guest = Snapshot.Guest(sample: sample)
    guest.annotations["tier"] = tier
    return (guest, assessment)
}

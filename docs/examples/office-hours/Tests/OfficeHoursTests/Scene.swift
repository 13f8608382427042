import BalloonKit

/// A moment on a host of 10,000 MiB: its limit is at 8,000, its high mark at 7,700, its low mark at 7,200 MiB.
func scene(
    used: Int64, at clock: WallClock?, calmFor: Duration? = nil, _ guests: [(Snapshot.Guest, GuestAssessment)]
) -> Briefing {
    let used = ByteCount.mebibytes(used)
    let total = ByteCount.mebibytes(10_000)
    var snapshot = Snapshot(
        cycle: 1, time: .origin, pool: PoolSample(total: total, available: total - used), guests: guests.map(\.0))
    snapshot.clock = clock
    return Briefing(
        snapshot: snapshot,
        forecast: Forecast(used: used, slope: .zero, inFlight: .zero, predicted: used),
        watermarks: Watermarks(limit: .mebibytes(8000), high: .mebibytes(7700), low: .mebibytes(7200)),
        assessments: guests.map(\.1), headroom: (.mebibytes(8000) - used).clampedToZero, calmFor: calmFor)
}

/// A guest of 2,000 MiB that sees `actual` of them and needs `needs`; all the rest is touched and idle.
func guest(
    _ name: String, actual: Int64 = 2000, needs: Int64 = 200, hours: String? = nil
) -> (Snapshot.Guest, GuestAssessment) {
    var sample = GuestSample(name: name, state: .fresh)
    sample.actual = .mebibytes(actual)
    sample.maximum = .mebibytes(2000)
    var assessment = GuestAssessment(name: name)
    assessment.isMovable = true
    assessment.canGive = true
    assessment.kept = .mebibytes(needs)
    assessment.idle = .mebibytes(actual - needs)
    assessment.floor = .mebibytes(128)
    assessment.ceiling = .mebibytes(2000)
    var guest = Snapshot.Guest(sample: sample)
    guest.annotations["hours"] = hours
    return (guest, assessment)
}

extension WallClock {
    /// Monday the 23rd of November, and the week that begins with it.
    static func monday(_ hour: Int, _ minute: Int = 0) -> WallClock { day(1, hour, minute) }
    static func saturday(_ hour: Int) -> WallClock { day(6, hour, 0) }

    private static func day(_ weekday: Int, _ hour: Int, _ minute: Int) -> WallClock {
        WallClock(year: 2026, month: 11, day: 22 + weekday, weekday: weekday, hour: hour, minute: minute, second: 0)
    }
}

import BalloonKit

/// Guests of whom everything is known, so that a question about them is as long as it can be in practice.
///
/// As in a daemon, names and annotations stay the same memory from round to round, and only numbers change.
struct SyntheticFleet {
    private let guests: [Snapshot.Guest]

    init(guests: Int) { self.guests = (0..<guests).map { Self.guest($0) } }

    func briefing(cycle: UInt64) -> Briefing {
        var pool = PoolSample(total: .gibibytes(4096), available: .gibibytes(900))
        pool.swapUsed = .mebibytes(3)
        pool.swappedOut = .mebibytes(17)
        pool.pressureSome = 0.12
        pool.pressureFull = 0.03
        pool.oomKills = 2
        pool.ksm = KSMSample(run: 1, pagesToScan: 1250, sleep: .milliseconds(20))
        var snapshot = Snapshot(
            cycle: cycle, time: MonotonicTime(.milliseconds(Int64(cycle) * 1003)), pool: pool,
            guests: guests.indices.map { moved(guests[$0], $0, cycle) })
        snapshot.clock = WallClock(year: 2026, month: 11, day: 23, weekday: 1, hour: 9, minute: 30, second: 12)
        return Briefing(
            snapshot: snapshot,
            forecast: Forecast(
                used: .gibibytes(3196), slope: .mebibytes(117), inFlight: .mebibytes(812), predicted: .gibibytes(3197)),
            watermarks: Watermarks(limit: .gibibytes(3276), high: .gibibytes(3190), low: .gibibytes(3100)),
            assessments: guests.indices.map(assessment), headroom: .gibibytes(80), calmFor: nil)
    }

    private static func guest(_ index: Int) -> Snapshot.Guest {
        let name = "tenant-\(index % 17)-web-\(100_000 + index)"
        var sample = GuestSample(name: name, state: .fresh, stateReason: "its statistics are new")
        sample.maximum = .gibibytes(8)
        sample.target = .mebibytes(3072)
        sample.pid = Int32(clamping: 20_000 + index)
        sample.traits = MemoryTraits(overhead: .mebibytes(113))
        var guest = Snapshot.Guest(sample: sample, limits: GuestLimits(floor: .mebibytes(512), ceiling: .gibibytes(6)))
        guest.annotations = ["tier": index % 3 == 0 ? "gold" : "bronze", "owner": "team-\(index % 40)"]
        return guest
    }

    private func moved(_ guest: Snapshot.Guest, _ index: Int, _ cycle: UInt64) -> Snapshot.Guest {
        // Odd numbers of bytes and nanoseconds, as they are in life.
        let noise = ByteCount(Int64(index) * 104_729 + Int64(clamping: cycle) * 7919)
        var guest = guest
        guest.sample.actual = .mebibytes(3072) + noise
        guest.sample.resident = .mebibytes(2950) + noise
        guest.sample.merged = .mebibytes(97) + noise
        guest.sample.statisticsUpdates = cycle
        guest.sample.statisticsAge = .nanoseconds(412_345_678 + index)
        var reported = ReportedStatistics()
        reported.available = .mebibytes(1200) + noise
        reported.free = .mebibytes(300) + noise
        reported.total = .mebibytes(2990) + noise
        reported.diskCaches = .mebibytes(900) + noise
        reported.swapIn = noise
        reported.swapOut = noise
        reported.majorFaults = UInt64(4711 + index)
        reported.minorFaults = UInt64(81_234_567 + index)
        reported.oomKills = 0
        reported.allocStalls = 3
        guest.sample.reported = reported
        return guest
    }

    private func assessment(_ index: Int) -> GuestAssessment {
        let noise = ByteCount(Int64(index) * 15_485_863 % (64 << 20))
        var assessment = GuestAssessment(name: guests[index].sample.name)
        assessment.isMovable = true
        assessment.canGive = index % 5 != 0
        assessment.resident = .mebibytes(2837) + noise
        assessment.workingSet = .mebibytes(1872) + noise
        assessment.reserve = .mebibytes(187) + noise
        assessment.burstRate = .mebibytes(12) + noise
        assessment.idle = .mebibytes(400) + noise
        assessment.kept = .mebibytes(2059) + noise
        assessment.yield = 0.25 + Double(index) / 1337
        assessment.floor = .mebibytes(512)
        assessment.ceiling = .gibibytes(6)
        return assessment
    }
}

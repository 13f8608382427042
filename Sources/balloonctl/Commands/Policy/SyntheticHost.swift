import BalloonKit

/// A crowded host that never was, to time policies on: every guest different, some idle, some short, some pinned or paused.
///
/// The same numbers each time, so that two runs can be compared; another moment each round, so that no answer can be kept.
struct SyntheticHost {
    private static let tiers = ["gold", "silver", "bronze"]
    private static let reserve = ByteCount.mebibytes(128)

    private let guests: [Snapshot.Guest]
    private let assessments: [GuestAssessment]
    private let used: ByteCount

    init(guests count: Int) {
        guests = (0..<count).map(Self.guest)
        assessments = guests.map(Self.assessment)
        used = guests.reduce(.zero) { $0 + ($1.sample.resident ?? .zero) }
    }

    /// At 78 % and rising: a policy has something to do.
    func briefing(round: Int) -> Briefing {
        let total = used.scaled(by: 1 / 0.78)
        let time = MonotonicTime(.seconds(round))
        var snapshot = Snapshot(
            cycle: UInt64(clamping: round), time: time, pool: PoolSample(total: total, available: total - used),
            guests: guests)
        snapshot.clock = WallClock(
            year: 2026, month: 6, day: 1, weekday: 1, hour: 9, minute: round / 60 % 60, second: round % 60)
        let rise = ByteCount.mebibytes(100)
        let forecast = Forecast(used: used, slope: rise, inFlight: .zero, predicted: used + rise.scaled(by: 1.5))
        let watermarks = Watermarks(
            limit: total.scaled(by: 0.8), high: total.scaled(by: 0.77), low: total.scaled(by: 0.72))
        return Briefing(
            snapshot: snapshot, forecast: forecast, watermarks: watermarks, assessments: assessments,
            headroom: (watermarks.limit - used).clampedToZero)
    }

    private static func guest(_ number: Int) -> Snapshot.Guest {
        var sample = GuestSample(name: "guest\(Text.padded("\(number)", to: 5, with: "0"))", state: .fresh)
        let maximum = ByteCount.gibibytes(1).scaled(by: 1 + 15 * share(number, 1))
        let actual = maximum.scaled(by: 0.5 + 0.5 * share(number, 2)).roundedDown(to: .page)
        sample.maximum = maximum.roundedDown(to: .page)
        sample.actual = actual
        sample.target = actual
        sample.resident = actual.scaled(by: 0.7 + 0.3 * share(number, 3))
        sample.statisticsUpdates = 100
        sample.statisticsAge = .milliseconds(Int64(1000 * share(number, 4)))
        sample.traits = MemoryTraits(overhead: .mebibytes(40))
        sample.pid = Int32(clamping: 1000 + number)
        var reported = ReportedStatistics()
        reported.available = actual.scaled(by: 0.02 + 0.6 * share(number, 5))
        reported.free = reported.available?.scaled(by: 0.4)
        reported.total = actual.scaled(by: 0.97)
        reported.diskCaches = reported.available?.scaled(by: 0.5)
        reported.majorFaults = UInt64(10_000 * share(number, 6))
        sample.reported = reported
        var guest = Snapshot.Guest(sample: sample, isPaused: number % 97 == 0)
        if number % 89 == 0 { guest.pin = Pin(target: actual, setBy: "root") }
        guest.limits.shares = number % 10 == 0 ? 4000 : GuestLimits.ordinaryShares
        guest.annotations = ["tier": tiers[number % tiers.count]]
        return guest
    }

    private static func assessment(of guest: Snapshot.Guest) -> GuestAssessment {
        let sample = guest.sample
        let (actual, available) = (sample.actual ?? .zero, sample.reported?.available ?? .zero)
        var assessment = GuestAssessment(name: sample.name)
        assessment.isMovable = guest.pin == nil && !guest.isPaused
        assessment.canGive = assessment.isMovable
        assessment.resident = sample.residentRAM
        assessment.workingSet = actual - available
        assessment.reserve = min(reserve, actual.scaled(by: 0.25))
        assessment.floor = guest.limits.floor
        assessment.ceiling = sample.maximum
        assessment.kept = max(guest.limits.floor, actual - available + assessment.reserve)
        assessment.idle = (min(actual, assessment.resident ?? actual) - assessment.kept).clampedToZero
        assessment.shortage = (assessment.reserve - available).clampedToZero
        assessment.isInDistress = assessment.shortage > .zero
        return assessment
    }

    /// 0 ..< 1, scattered, and always the same for the same number and salt (SplitMix64).
    private static func share(_ number: Int, _ salt: UInt64) -> Double {
        var value = UInt64(clamping: number) &* 0x9e37_79b9_7f4a_7c15 &+ salt &* 0xd1b5_4a32_d192_ed03
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((value ^ (value >> 31)) >> 11) / Double(UInt64(1) << 53)
    }
}

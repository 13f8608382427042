import BalloonKit

@testable import Controller

/// Small worlds for one rule at a time.
enum Bench {
    static func guest(
        _ name: String = "web1", actual: Int64 = 1024, maximum: Int64 = 2048, available: Int64 = 600,
        resident: Int64? = nil, updates: UInt64 = 1
    ) -> Snapshot.Guest {
        var sample = GuestSample(name: name, state: .fresh)
        sample.actual = .mebibytes(actual)
        sample.maximum = .mebibytes(maximum)
        var reported = ReportedStatistics()
        reported.available = .mebibytes(available)
        reported.total = .mebibytes(actual - 30)
        sample.reported = reported
        sample.statisticsUpdates = updates
        sample.statisticsAge = .zero
        sample.resident = .mebibytes(resident ?? actual)
        sample.traits = MemoryTraits()
        return Snapshot.Guest(sample: sample)
    }

    static func snapshot(_ guests: [Snapshot.Guest], usage: Double = 0.5, seconds: Double = 0) -> Snapshot {
        let total = ByteCount.gibibytes(10)
        let pool = PoolSample(total: total, available: total.scaled(by: 1 - usage))
        let time = MonotonicTime(.milliseconds(Int64(seconds * 1000)))
        return Snapshot(cycle: UInt64(seconds * 10) + 1, time: time, pool: pool, guests: guests)
    }

    /// One decision without a past.
    static func decide(_ snapshot: Snapshot, _ policy: any Policy = BuiltInPolicy()) -> Decision {
        Controller(settings: ControllerSettings(), policy: policy).decide(snapshot, state: ControllerState()).0
    }
}

/// Wants one target for every guest.
struct FixedPolicy: Policy {
    static let manifest = PolicyManifest(name: "fixed", version: "1", summary: "One target for every guest.")
    let target: ByteCount

    init(target: ByteCount) { self.target = target }
    init(knobs: KnobValues) { target = .zero }

    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.snapshot.guests.map { Proposal(guest: $0.sample.name, target: target, reason: Reason("fixed")) }
    }
}

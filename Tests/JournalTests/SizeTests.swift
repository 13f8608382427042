import BalloonKit
import Controller
import Journal
import Testing

@Suite("A journal of a thousand guests") struct SizeTests {
    /// A large host in use: every guest's statistics have changed, none is moved.
    static func snapshot(_ cycle: UInt64) -> Snapshot {
        var pool = PoolSample(total: .gibibytes(4096), available: .gibibytes(1024) + ByteCount(Int64(cycle) * 4096))
        pool.swapUsed = .zero
        pool.swappedOut = .zero
        pool.pressureSome = 0.12
        pool.pressureFull = 0.03
        pool.oomKills = 0
        let guests = (0..<1000).map { number in
            var sample = GuestSample(name: "guest-\(10_000 + number)", state: .fresh)
            let change = Int64(cycle) * 12_288 + Int64(number) * 4096
            sample.stateReason = "statistics are fresh"
            sample.actual = .gibibytes(4)
            sample.maximum = .gibibytes(4)
            sample.target = .gibibytes(4)
            sample.resident = .gibibytes(3) + ByteCount(change)
            sample.statisticsUpdates = cycle
            sample.statisticsAge = .nanoseconds(512_345_678 + change)
            sample.traits = MemoryTraits(overhead: .mebibytes(41))
            sample.pid = Int32(4_000 + number)
            var reported = ReportedStatistics()
            reported.available = .gibibytes(2) - ByteCount(change)
            reported.free = .gibibytes(1) - ByteCount(change)
            reported.total = .gibibytes(4)
            reported.diskCaches = .gibibytes(1) + ByteCount(change)
            reported.swapIn = .zero
            reported.swapOut = .zero
            reported.majorFaults = 1234
            reported.minorFaults = UInt64(7_654_321 + change)
            sample.reported = reported
            return Snapshot.Guest(sample: sample)
        }
        return Snapshot(cycle: cycle, time: MonotonicTime(.seconds(Int64(cycle))), pool: pool, guests: guests)
    }

    @Test("takes a quarter of a megabyte a cycle at most, whole snapshots counted in, and milliseconds to write")
    func size() {
        let controller = Controller(settings: ControllerSettings())
        var encoder = JournalEncoder()
        var bytes: [UInt8] = []
        var sizes: [Int] = []
        var state = ControllerState()
        var spent = Duration.zero
        for cycle in UInt64(1)...20 {
            let snapshot = Self.snapshot(cycle)
            let (decision, next) = controller.decide(snapshot, state: state)
            state = next
            let before = bytes.count
            let began = ContinuousClock.now
            encoder.encode(.cycle(snapshot, RecordedDecision(decision)), into: &bytes)
            spent += began.duration(to: .now)
            sizes.append(bytes.count - before)
        }
        let ordinary = sizes.dropFirst().reduce(0, +) / 19
        print("journal: whole \(sizes[0]) bytes, changes \(ordinary) bytes, \(spent / 20) a record")
        #expect(ordinary < 260_000)
        #expect(sizes[0] < 800_000)
        // 60 cycles between whole snapshots.
        #expect((sizes[0] + 59 * ordinary) / 60 < 270_000)
    }
}

import BalloonKit
import Controller
import Journal
import QMP
import Testing

@Suite("A journal's records") struct RoundTripTests {
    @Test("Whatever is recorded is read back equal, through changes and whole snapshots", arguments: UInt64(1)...20)
    func roundTrip(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        var records: [JournalRecord] = [.header(Self.header), .settings(random.settings())]
        for _ in 0..<150 {
            records.append(.sense(random.pool(), at: MonotonicTime(random.time()), isUrgent: seed % 2 == 0))
            let snapshot = random.snapshot()
            records.append(.cycle(snapshot, random.decision(on: snapshot)))
        }
        records.append(.gap(JournalGap(records: 12, reason: "the disk is full")))
        let snapshot = random.snapshot()
        records.append(.cycle(snapshot, random.decision(on: snapshot)))
        let (reader, read) = try Codec.read(Codec.bytes(records), piece: 777)
        #expect(reader.firstUnreadable == nil)
        #expect(reader.unknown == 0)
        // Not the lists themselves: a failure would print thousands of lines.
        let difference = zip(read, records).enumerated().first { $1.0 != $1.1 }?.offset
        #expect(difference == nil && read.count == records.count)
    }

    @Test("A guest that has not changed costs its name and little more")
    func changesOnly() throws {
        var random = RandomRecords(seed: 3)
        var snapshot = random.snapshot(guests: 40)
        let decision = random.decision(on: Snapshot(cycle: 1, time: .origin, pool: snapshot.pool, guests: []))
        var records: [JournalRecord] = [.header(Self.header), .cycle(snapshot, decision)]
        let whole = Codec.bytes(records).count
        snapshot.cycle += 1
        records.append(.cycle(snapshot, decision))
        let second = Codec.bytes(records).count - whole
        #expect(second < whole / 5, "\(second) bytes after \(whole)")
    }

    @Test("Two guests of one name keep apart")
    func sameName() throws {
        var first = GuestSample(name: "twin", state: .fresh)
        first.actual = .gibibytes(1)
        var second = GuestSample(name: "twin", state: .stale)
        second.pid = 7
        let pool = PoolSample(total: .gibibytes(8), available: .gibibytes(4))
        var random = RandomRecords(seed: 1)
        let records: [JournalRecord] =
            [.header(Self.header)]
            + (UInt64(1)...3).map { number in
                let snapshot = Snapshot(
                    cycle: number, time: .origin, pool: pool, guests: [.init(sample: first), .init(sample: second)])
                return .cycle(snapshot, random.decision(on: snapshot))
            }
        let isSame = try Codec.read(Codec.bytes(records)).1 == records
        #expect(isSame)
    }

    @Test("Every member of what is recorded is known to the codec: a new one must be added here and there")
    func membersAreCounted() {
        func members(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
        var random = RandomRecords(seed: 1)
        let snapshot = random.snapshot()
        let guest = Snapshot.Guest(sample: GuestSample(name: "g", state: .fresh))
        #expect(members(snapshot) == 8)
        #expect(members(guest) == 5)
        #expect(members(WallClock(year: 1, month: 1, day: 1, weekday: 1, hour: 1, minute: 1, second: 1)) == 7)
        #expect(members(guest.sample) == 16)
        #expect(members(snapshot.ksmOrder) == 2)
        #expect(members(guest.limits) == 3)
        #expect(members(Pin(target: .zero, setBy: "")) == 4)
        #expect(members(MemoryTraits()) == 5)
        #expect(members(ReportedStatistics()) == 10)
        #expect(members(snapshot.pool) == 8)
        #expect(members(KSMSample(run: 0, pagesToScan: 0, sleep: .zero)) == 12)
        #expect(members(ControllerSettings()) == 11)
        #expect(members(KSMSettings()) == 2)
        #expect(ControllerKey.all.count == 12)
    }

    @Test("A knob is set as people type it, and nonsense is refused")
    func knobs() throws {
        var settings = ControllerSettings()
        func key(_ name: String) throws -> ControllerKey { try #require(ControllerKey.all.first { $0.name == name }) }
        try key("limit").set("75%", in: &settings)
        try key("reserve").set("256M", in: &settings)
        try key("cool-down").set("1m30s", in: &settings)
        try key("ksm.mode").set("off", in: &settings)
        #expect(settings.limit == 0.75 && settings.reserve == .mebibytes(256))
        #expect(settings.coolDown == .seconds(90) && settings.ksm.mode == .off)
        #expect(try key("limit").text(in: settings) == "75.0%")
        for (name, text) in [("limit", "0.75"), ("reserve", "12"), ("cool-down", "soon"), ("ksm.mode", "maybe")] {
            #expect(throws: TextError.self) { try key(name).set(text, in: &settings) }
        }
    }

    static let header = JournalHeader(
        version: "0.1.0", rule: "balloond", run: 1_800_000_000_000_000_000, wallTime: 1_800_000_000_000_000_000,
        time: MonotonicTime(.seconds(5)), isFresh: true)
}

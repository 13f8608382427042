import BalloonKit
import Testing

@testable import PolicyWire

/// What a plugin's process understands of what the daemon wrote.
@Suite struct RoundTests {
    @Test("A briefing arrives as it was sent, with everything set and with nothing")
    func briefing() throws {
        var (encoder, decoder) = (RoundEncoder(), RoundDecoder())
        let (api, knobs) = try decoder.hello(encoder.hello(knobs: ["day-start": 8.5, "least": -1]))
        #expect(api == PolicyPlugin.api && knobs == ["day-start": 8.5, "least": -1])
        for (number, briefing) in [Self.full, Self.empty, Self.full].enumerated() {
            let round = try decoder.round(encoder.round(UInt64(number), briefing))
            #expect(round.number == UInt64(number))
            #expect(round.briefing == briefing)
        }
    }

    @Test("What is steady about a guest is said once, and again when it changes or another stands in its place")
    func steady() throws {
        var (encoder, decoder) = (RoundEncoder(), RoundDecoder())
        _ = try decoder.hello(encoder.hello(knobs: [:]))
        var briefing = Self.full
        let first = encoder.round(1, briefing)
        #expect(try decoder.round(first).briefing == briefing)
        briefing.snapshot.guests[0].sample.actual = .gibibytes(3)
        let second = encoder.round(2, briefing)
        #expect(second.count + 100 < first.count)
        #expect(try decoder.round(second).briefing == briefing)
        briefing.snapshot.guests[0].annotations["tier"] = "silver"
        #expect(try decoder.round(encoder.round(3, briefing)).briefing == briefing)
        briefing.snapshot.guests.insert(Self.empty.snapshot.guests[0], at: 0)
        briefing.assessments.insert(Self.empty.assessments[0], at: 0)
        #expect(try decoder.round(encoder.round(4, briefing)).briefing == briefing)
        briefing.snapshot.guests.removeFirst()
        briefing.assessments.removeFirst()
        #expect(try decoder.round(encoder.round(5, briefing)).briefing == briefing)
    }

    @Test("Every member of a briefing is known to the wire: a new one must be added here and there")
    func membersAreCounted() {
        func members(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
        let full = Self.full
        #expect(members(full) == 8)
        #expect(members(full.snapshot) == 8)
        #expect(members(full.snapshot.pool) == 8)
        #expect(members(full.snapshot.guests[0]) == 5)
        #expect(members(full.snapshot.guests[0].sample) == 16)
        #expect(members(full.assessments[0]) == 15)
        #expect(members(ReportedStatistics()) == 10)
        #expect(members(MemoryTraits()) == 5)
        #expect(members(Pin(target: .zero, setBy: "")) == 4)
        #expect(members(KSMSample(run: 0, pagesToScan: 0, sleep: .zero)) == 12)
    }

    @Test("A column that the plugin's process does not know is passed over")
    func newColumn() throws {
        let hello =
            #"["hello",{"api":1,"news":[{"a":null}],"pool":["cycle","mood"],"steady":["name","mood"],"guests":["shine","can_give"],"knobs":{}}]"#
        var decoder = RoundDecoder()
        _ = try decoder.hello(Array(hello.utf8))
        let round = #"["round",7,[3,[1,{"x":"\"y"}]],[[["web1",-1.5e3],{},1],[["web2",null],[],0]]]"#
        let briefing = try decoder.round(Array(round.utf8)).briefing
        #expect(briefing.snapshot.cycle == 3)
        #expect(briefing.snapshot.guests.map(\.sample.name) == ["web1", "web2"])
        #expect(briefing.assessments.map(\.canGive) == [true, false])
    }

    @Test(
        "What is not a round is refused where it goes wrong",
        arguments: [
            "", "[", "{}", #"["round"]"#, #"["round",1,[],[[]]"#, #"["round",1,[],[["a","b"]]]"#,
            #"["round",1,[],[[0]]]"#, #"["round",1,[],[[["a"]],[0]]]"#,
            #"["hello",1,[],[]]"#,
            #"["round",99999999999999999999999,[],[]]"#, #"["round",1,[],[["\u00"#,
        ])
    func malformed(text: String) throws {
        var decoder = RoundDecoder()
        _ = try decoder.hello(Array(#"["hello",{"pool":[],"steady":["name"],"guests":[]}]"#.utf8))
        #expect(throws: WireError.self) { try decoder.round(Array(text.utf8)) }
    }

    @Test("A round that is cut short anywhere is refused, and nothing traps")
    func truncated() throws {
        var (encoder, decoder) = (RoundEncoder(), RoundDecoder())
        _ = try decoder.hello(encoder.hello(knobs: [:]))
        let whole = encoder.round(1, Self.full)
        for length in 0..<whole.count - 1 {
            #expect(throws: WireError.self) { try decoder.round(Array(whole.prefix(length))) }
        }
    }

    @Test("An answer in columns is read as it was written: places for guests of the question, names for others")
    func answer() throws {
        var guests = Self.full.snapshot.guests
        guests.append(Snapshot.Guest(sample: GuestSample(name: "web2", state: .fresh)))
        let proposals = [
            Proposal(guest: "web2", target: .gibibytes(1), reason: Reason("a", amount: ByteCount(-1))),
            Proposal(guest: "\"no\"", target: .page, reason: Reason("b", remark: "line\n")),
            Proposal(guest: guests[0].sample.name, target: .zero, reason: Reason("a")),
        ]
        var encoder = ReplyEncoder()
        let reply = encoder.round(9, proposals, among: guests)
        let columns = try #require(try ReplyColumns(reply, most: 3))
        #expect(columns.number == 9)
        #expect(columns.guests == [.place(1), .name("\"no\""), .place(0)])
        #expect(columns.targets == [1 << 30, 4096, 0] && columns.amounts == [-1, nil, nil])
        #expect(columns.codes == ["a", "b"] && columns.codePlaces == [0, 1, 0])
        #expect(columns.remarks.map(\.place) == [1] && columns.remarks.map(\.text) == ["line\n"])
        #expect(throws: WireError.self) { try ReplyColumns(reply, most: 2) }
        for length in 12..<reply.count {
            #expect(throws: WireError.self) { try ReplyColumns(Array(reply.prefix(length)), most: 3) }
        }
    }

    @Test(
        "An answer in rows, or none at all, is left to others",
        arguments: ["", "[]", "[\"ready\",{}]", "[\"round\",1,[[\"a\",1]]]", "[\"round\",1,[]]", "[\"round\", 1, [0]]"])
    func rows(text: String) throws {
        #expect(try ReplyColumns(Array(text.utf8), most: 9) == nil)
    }

    @Test("A frame's length is four bytes, most significant first")
    func frame() {
        #expect(WireFrame.header(of: 0x0102_0304) == [1, 2, 3, 4])
        #expect(WireFrame.length(in: [0, 1, 0, 2, 99]) == 65_538)
    }

    // MARK: Samples

    static let empty = Briefing(
        snapshot: Snapshot(
            cycle: 0, time: .origin, pool: PoolSample(total: .zero, available: .zero),
            guests: [Snapshot.Guest(sample: GuestSample(name: "bare", state: .connecting))]),
        forecast: Forecast(used: .zero, slope: .zero, inFlight: .zero, predicted: .zero),
        watermarks: Watermarks(limit: .zero, high: .zero, low: .zero), assessments: [GuestAssessment(name: "bare")])

    static let full: Briefing = {
        var briefing = Briefing(
            snapshot: snapshot,
            forecast: Forecast(used: .max, slope: ByteCount(.min), inFlight: ByteCount(1), predicted: ByteCount(2)),
            watermarks: Watermarks(limit: ByteCount(3), high: ByteCount(4), low: ByteCount(5)),
            assessments: [assessment], headroom: ByteCount(6), calmFor: .milliseconds(1500))
        briefing.roomToMake = ByteCount(25)
        briefing.usedAhead = ByteCount(26)
        return briefing
    }()

    private static var snapshot: Snapshot {
        var pool = PoolSample(total: .gibibytes(64), available: ByteCount(7))
        pool.swapUsed = ByteCount(8)
        pool.swappedOut = ByteCount(9)
        pool.pressureSome = 0.25
        pool.pressureFull = 1e-7
        pool.oomKills = .max
        var ksm = KSMSample(run: 1, pagesToScan: 100, sleep: .milliseconds(20))
        (ksm.pagesShared, ksm.pagesSharing, ksm.pagesUnshared, ksm.pagesVolatile) = (1, 2, 3, 4)
        (ksm.fullScans, ksm.zeroPages, ksm.generalProfit) = (5, 6, ByteCount(-7))
        (ksm.advisorMode, ksm.scannerTime) = ("scan-time", .microseconds(8))
        pool.ksm = ksm
        var snapshot = Snapshot(
            cycle: 12, time: MonotonicTime(.nanoseconds(123_456_789)), pool: pool, guests: [guest], isPaused: true)
        snapshot.ksmOrder.hold = .start
        snapshot.heldRoom = ByteCount(24)
        snapshot.clock = WallClock(year: 2026, month: 2, day: 3, weekday: 4, hour: 5, minute: 6, second: 7)
        return snapshot
    }

    private static var guest: Snapshot.Guest {
        var sample = GuestSample(name: "zwölf \"✓\"\n", state: .fresh, stateReason: "all \\ well")
        sample.isRunning = false
        (sample.actual, sample.maximum, sample.target) = (ByteCount(1), ByteCount(2), ByteCount(3))
        var reported = ReportedStatistics()
        (reported.available, reported.free, reported.total) = (ByteCount(4), ByteCount(5), ByteCount(6))
        (reported.diskCaches, reported.swapIn, reported.swapOut) = (ByteCount(7), ByteCount(8), ByteCount(9))
        (reported.majorFaults, reported.minorFaults, reported.oomKills, reported.allocStalls) = (10, 11, 12, 13)
        sample.reported = reported
        (sample.statisticsUpdates, sample.statisticsAge, sample.statisticsInterval) = (14, .seconds(2), .seconds(3))
        (sample.resident, sample.merged, sample.pid) = (ByteCount(15), ByteCount(16), 17)
        sample.traits = MemoryTraits(
            isLocked: true, isHugetlb: false, isShared: true, isMergeable: false, overhead: ByteCount(18))
        sample.deflatesOnOOM = true
        var guest = Snapshot.Guest(
            sample: sample, limits: GuestLimits(floor: ByteCount(19), ceiling: ByteCount(20), shares: 21),
            pin: Pin(target: ByteCount(22), reason: "night", setBy: "root", remaining: .seconds(23)), isPaused: true)
        guest.annotations = ["tier": "gold", "of": "\"web\""]
        return guest
    }

    private static var assessment: GuestAssessment {
        var assessment = GuestAssessment(name: "zwölf \"✓\"\n")
        (assessment.isMovable, assessment.canGive, assessment.isSpent, assessment.isInDistress) = (
            true, false, true, true
        )
        (assessment.resident, assessment.workingSet, assessment.reserve) = (ByteCount(1), ByteCount(2), ByteCount(3))
        (assessment.burstRate, assessment.idle, assessment.kept) = (ByteCount(4), ByteCount(5), ByteCount(6))
        (assessment.yield, assessment.shortage) = (0.375, ByteCount(7))
        (assessment.floor, assessment.ceiling) = (ByteCount(8), ByteCount(9))
        return assessment
    }
}

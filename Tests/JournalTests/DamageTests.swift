import BalloonKit
import Controller
import Journal
import Testing

@Suite("A damaged journal") struct DamageTests {
    /// Header, settings, then as many cycles.
    static func lines(cycles: Int) -> [String] {
        var random = RandomRecords(seed: 5)
        var records: [JournalRecord] = [.header(RoundTripTests.header), .settings(random.settings())]
        for _ in 0..<cycles {
            let snapshot = random.snapshot(guests: 3)
            records.append(.cycle(snapshot, random.decision(on: snapshot)))
        }
        return Codec.lines(Codec.bytes(records))
    }

    private func bytes(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    @Test("whose last line was cut short is read up to it, and says so")
    func truncated() throws {
        let whole = bytes(Self.lines(cycles: 5))
        let (reader, records) = try Codec.read(Array(whole.dropLast(20)))
        #expect(records.count == 7)
        guard case .gap = records.last else { Issue.record("no gap at the end"); return }
        #expect(reader.unreadableLines == 1)
        #expect(reader.firstUnreadable == "test.jsonl:7: is cut short")
    }

    @Test("with a line of garbage in it loses what it said up to the next whole snapshot, as one gap")
    func garbage() throws {
        var lines = Self.lines(cycles: 100)
        lines[10] = "]]] \u{FFFD} nonsense"
        let (reader, records) = try Codec.read(bytes(lines))
        // Cycles 9 to 60 tell changes to the lost one; 61 is whole.
        #expect(reader.unreadableLines == 52)
        #expect(reader.firstUnreadable?.hasPrefix("test.jsonl:11: is not JSON") == true)
        let gaps = records.filter { if case .gap = $0 { true } else { false } }
        #expect(gaps.count == 1)
        let cycles = records.compactMap { record -> UInt64? in
            if case .cycle(let snapshot, _) = record { snapshot.cycle } else { nil }
        }
        #expect(cycles == Array(1...8) + Array(61...100))
    }

    @Test("of a later daemon with the same format is read without what is not known, which is counted")
    func unknown() throws {
        var lines = Self.lines(cycles: 2)
        lines[1] = lines[1].replacing("{\"kind\":\"settings\",", with: "{\"kind\":\"settings\",\"courage\":3,")
        lines[2] = lines[2].replacing("\"pool\":{", with: "\"pool\":{\"colour\":\"blue\",")
        lines.insert("{\"kind\":\"weather\",\"rain\":true}", at: 2)
        let (reader, records) = try Codec.read(bytes(lines))
        #expect(records.count == 4)
        #expect(reader.unknown == 3 && reader.unreadableLines == 0)
    }

    @Test("of a newer format is refused with file and line")
    func newer() throws {
        let lines = Self.lines(cycles: 2).map { $0.replacing("\"format\":1", with: "\"format\":2") }
        let error = #expect(throws: JournalError.self) { try Codec.read(bytes(lines)) }
        #expect(error?.code == .newerFormat)
        #expect(error?.message.hasPrefix("test.jsonl:1: written in format 2 by a newer balloond") == true)
    }

    @Test(
        "that is none at all is refused with file and line",
        arguments: ["", "hello\n", "{\"kind\":\"cycle\"}\n", "{}\n", "{\"kind\":\"sense\",\"time_ns\":1}", "\n\n"])
    func noJournal(text: String) {
        let error = #expect(throws: JournalError.self) { try Codec.read(Array(text.utf8)) }
        #expect(error?.code == .notAJournal)
        #expect(error?.message.hasPrefix("test.jsonl") == true)
    }

    @Test("with any byte changed is read without a trap", arguments: UInt64(1)...40)
    func flipped(seed: UInt64) throws {
        var random = Generator(seed: seed)
        var damaged = bytes(Self.lines(cycles: 8))
        for _ in 0..<4 {
            damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        do { _ = try Codec.read(damaged) } catch { #expect(error.message.hasPrefix("test.jsonl")) }
    }

    @Test("A gap makes the next snapshot whole")
    func gapIsWhole() throws {
        var encoder = JournalEncoder()
        var random = RandomRecords(seed: 2)
        var bytes: [UInt8] = []
        let snapshots = (0..<3).map { _ in random.snapshot(guests: 4) }
        encoder.encode(.header(RoundTripTests.header), into: &bytes)
        encoder.encode(.cycle(snapshots[0], random.decision(on: snapshots[0])), into: &bytes)
        var lost: [UInt8] = []
        encoder.encode(.cycle(snapshots[1], random.decision(on: snapshots[1])), into: &lost)
        encoder.encode(.gap(JournalGap(records: 1, reason: "lost")), into: &bytes)
        let last = JournalRecord.cycle(snapshots[2], random.decision(on: snapshots[2]))
        encoder.encode(last, into: &bytes)
        let (reader, records) = try Codec.read(bytes)
        #expect(reader.unreadableLines == 0)
        let isSame = records.last == last
        #expect(isSame)
    }
}

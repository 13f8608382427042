import BalloonKit
import Baselines
import Controller
import Journal
import Simulation
import Testing

@Suite("A replay") struct ReplayTests {
    /// A journal of the ramp as the daemon would write it, through the bytes.
    static func journal(settings: ControllerSettings = ControllerSettings()) throws -> [JournalRecord] {
        let tape = Tape()
        let header = JournalHeader(
            version: "0.1.0", rule: "balloond", run: 1, time: .origin, isFresh: true)
        tape.records = [.header(header), .settings(settings.normalized)]
        var run = Simulator<DirectChannel>(SimulatorTests.ramp(total: .gibibytes(3)), settings: settings) {
            RecordingGovernor(inner: ControllingGovernor(Controller(settings: settings)), tape: tape)
        }
        #expect(run.run().commands > 0)
        var encoder = JournalEncoder()
        var bytes: [UInt8] = []
        for record in tape.records { encoder.encode(record, into: &bytes) }
        var reader = JournalReader(name: "ramp")
        var records: [JournalRecord] = []
        try reader.feed(bytes) { records.append($0) }
        try reader.finish { records.append($0) }
        return records
    }

    private func replayed(
        _ records: [JournalRecord], settleCycles: Int = 5, change: (inout ControllerSettings) -> Void = { _ in }
    ) -> ReplayReport {
        withoutActuallyEscaping(change) { change in
            var replay = Replay(settleCycles: settleCycles) { _, settings in
                var settings = settings
                change(&settings)
                return ControllingGovernor(Controller(settings: settings))
            }
            for record in records { replay.take(record) }
            return replay.report
        }
    }

    @Test("of a whole journal finds the same decisions, cycle for cycle")
    func same() throws {
        let records = try Self.journal()
        let report = replayed(records)
        #expect(report.differences.isEmpty)
        #expect(!report.hasFailed && report.starts == 1 && report.gaps.isEmpty && report.skipped == 0)
        #expect(report.cycles >= 60 && report.samples == 601)
        #expect(report.recordedCommands > 0 && report.decidedCommands == report.recordedCommands)
    }

    @Test("that decides otherwise names cycle and guest, what was recorded and what is decided, with reasons")
    func otherwise() throws {
        var records = try Self.journal()
        let index = try #require(
            records.firstIndex { if case .cycle(_, let decision) = $0 { decision.commands > 0 } else { false } })
        guard case .cycle(let snapshot, var decision) = records[index] else { return }
        let move = try #require(decision.verdicts.firstIndex { $0.target != nil })
        let target = try #require(decision.verdicts[move].target)
        decision.verdicts[move].target = target + .mebibytes(1)
        records[index] = .cycle(snapshot, decision)
        let report = replayed(records)
        #expect(report.hasFailed && report.differingCycles == 1)
        let difference = try #require(report.differences.first)
        #expect(difference.subject == .guest(decision.verdicts[move].guest) && difference.cycle == snapshot.cycle)
        #expect(difference.decided.contains("to \(target): "), "\(difference)")
        #expect(difference.recorded != difference.decided)
    }

    @Test("with changed settings tells what would have been decided instead")
    func changedSettings() throws {
        let report = replayed(try Self.journal()) { $0.limit = 0.95 }
        #expect(report.differingCycles > 0)
        #expect(report.decidedCommands != report.recordedCommands)
    }

    @Test("after a gap counts what differs while the controller learns anew, and does not call it a failure")
    func gap() throws {
        var records = try Self.journal()
        let cycles = records.indices.filter { if case .cycle = records[$0] { true } else { false } }
        let settings = records[1]
        // In the middle of the ramp, with moves under way that a new controller knows nothing of.
        let middle = cycles[24]
        records.replaceSubrange(
            middle..<(middle + 11), with: [.gap(JournalGap(records: 11, reason: "the disk is full")), settings])
        let report = replayed(records, settleCycles: 60)
        #expect(report.gaps == ["11 records are missing: the disk is full"])
        #expect(report.settlingCycles > 20)
        #expect(report.differingSettlingCycles > 0, "the gap has no effect: the test shows nothing")
        #expect(!report.hasFailed)
        #expect(replayed(records, settleCycles: 0).hasFailed)
    }

    @Test("of a file that begins in the middle of a run knows no state; two files of one run are one")
    func rotation() throws {
        let records = try Self.journal()
        let settings = records[1]
        func header(_ part: Int64) -> JournalRecord {
            .header(
                JournalHeader(version: "0.1.0", rule: "balloond", run: 1, part: part, time: .origin, isFresh: part == 1)
            )
        }
        let cut = records.count / 2
        let (older, newer) = ([header(1), settings] + records[2..<cut], [header(2), settings] + records[cut...])
        #expect(replayed(Array(newer)).gaps == ["the journal begins in the middle of a run (part 2)"])
        let both = replayed(Array(older + newer))
        #expect(both.gaps.isEmpty && both.differences.isEmpty)
    }

    @Test("of a reload takes the new settings from there on and forgets nothing")
    func reload() throws {
        var first = ControllerSettings()
        first.limit = 0.9
        var governor = ControllingGovernor(Controller(settings: first))
        var records: [JournalRecord] = [
            .header(JournalHeader(version: "0.1.0", rule: "balloond", run: 1, time: .origin, isFresh: true)),
            .settings(first.normalized),
        ]
        for record in try Self.journal() {
            guard case .cycle(let snapshot, _) = record else { continue }
            if snapshot.cycle == 20 {
                let second = ControllerSettings()
                records.append(.settings(second.normalized))
                governor = ControllingGovernor(Controller(settings: second), state: governor.state)
            }
            records.append(.cycle(snapshot, RecordedDecision(governor.decide(snapshot))))
        }
        #expect(replayed(records).differences.isEmpty)
    }
}

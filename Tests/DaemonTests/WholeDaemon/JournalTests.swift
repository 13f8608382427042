import BalloonKit
import Controller
import Journal
import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("A daemon with a journal", .serialized)
struct DaemonJournalTests {
    @Test("records what can be decided again, cycle for cycle, across a reload; and nothing unless asked to")
    func recordsEverything() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: [FakeQEMU(name: "a", maximum: 512 << 20, used: 64 << 20)],
                configuration: "journal.enabled = true")
            try daemon.start()
            let peer = try daemon.operate(whenFresh: ["a"])
            try daemon.setHost(total: 4096, available: 600)
            _ = try peer.event("DECISION") { $0["action"] == "reclaim" }
            try daemon.write(configuration: "journal.enabled = true\npool.limit = \"70%\"")
            _ = try peer.execute("reload")
            for _ in 0..<3 { _ = try peer.event("CYCLE") { _ in true } }
            try daemon.stop()

            var reader = JournalReader(name: "journal")
            var governor: ControllingGovernor?
            var (cycles, settings, commands, differences) = (0, 0, 0, 0)
            let take: (JournalRecord) -> Void = { record in
                switch record {
                case .settings(let new):
                    settings += 1
                    governor = ControllingGovernor(
                        Controller(settings: new), state: governor?.state ?? ControllerState())
                case .sense(let pool, let time, let isUrgent):
                    if governor?.sense(pool, at: time) != isUrgent { differences += 1 }
                case .cycle(let snapshot, let decision):
                    cycles += 1
                    commands += decision.verdicts.count { $0.target != nil }
                    if governor?.decide(snapshot).recorded != decision { differences += 1 }
                case .header, .gap: break
                }
            }
            try reader.feed(directory.readAll("state/journal.jsonl"), take)
            try reader.finish(take)
            #expect(reader.unreadableLines == 0 && settings == 2)
            #expect(cycles > 3 && commands > 0)
            #expect(differences == 0)
        }
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [])
            try daemon.start()
            _ = try daemon.operate().event("CYCLE") { _ in true }
            try daemon.stop()
            #expect(throws: (any Error).self) { try directory.read("state/journal.jsonl") }
        }
    }
}

extension Decision {
    fileprivate var recorded: RecordedDecision { RecordedDecision(self) }
}

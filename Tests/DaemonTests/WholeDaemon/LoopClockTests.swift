import BalloonKit
import Fleet
import GRDB
import QMPTestKit
import Testing

@testable import Daemon

@Suite("The loop by its clock", .serialized)
struct LoopClockTests {
    private func slowPolls() -> LoopTiming {
        LoopTiming(sensor: .milliseconds(2), pollDeadline: .seconds(60))
    }

    @Test("what could not be stored is tried again once a minute, and not before")
    func storeRetry() throws {
        try TemporaryDirectory.with { directory in
            let database = try OperatorDatabase(path: directory.path("balloond.db"))
            let store = OperatorStore(file: "balloond.db", database: database, warning: nil)
            let bench = try LoopBench(in: directory, store: store)
            try bench.cycle()
            try database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
            let long = StoredPin(
                target: .gibibytes(1), reason: String(repeating: "x", count: 100_000), setBy: "root",
                created: LoopBench.Clock.start)
            try bench.with { parts in parts.desk.setPin(long, of: "a") { _ in } }
            try bench.finishWork()
            #expect(try bench.with { $0.desk.storeFailures } == 1)
            try database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            bench.clock.advance(by: .milliseconds(59_900))
            try bench.cycle()
            #expect(store.hasUnsavedChanges)
            bench.clock.advance(by: .milliseconds(100))
            try bench.cycle()
            #expect(!store.hasUnsavedChanges)
            #expect(try store.afterKill(in: directory).state.pins == ["a": long])
            try bench.stop()
        }
    }

    @Test("a poll that is under way when the loop stops ends in no cycle")
    func noCycleAfterStop() throws {
        try TemporaryDirectory.with { directory in
            let bench = try LoopBench(
                in: directory, store: OperatorStore(directory: directory.root),
                guests: [FakeQEMU(name: "a", maximum: 512 << 20)], timing: slowPolls())
            // Seen and stopped in one turn of the event loop: nothing can answer between the two.
            try bench.until("a poll under way") { parts in
                parts.loop.hasten()
                guard parts.fleet.counters.polls > parts.loop.counters.cycles else { return false }
                parts.loop.stop()
                return true
            }
            let cycles = try bench.with { $0.loop.counters.cycles }
            try bench.stop()
            let (polls, cyclesAtEnd) = try bench.with { ($0.fleet.counters.polls, $0.loop.counters.cycles) }
            #expect(polls == cycles + 1)
            #expect(cyclesAtEnd == cycles)
        }
    }
}

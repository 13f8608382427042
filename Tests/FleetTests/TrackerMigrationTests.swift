import BalloonKit
import QMP
import Testing

@testable import Fleet

struct TrackerMigrationTests {
    private func migrate(_ bench: TrackerBench, _ status: String) {
        bench.machine.migration = #"{"status": "\#(status)", "ram": {"total": 1}}"#
    }

    @Test("a migration is seen at the housekeeping, with statistics as fresh as ever, and followed until it ended")
    func noticed() {
        let bench = TrackerBench()
        bench.becomeFresh()
        migrate(bench, "active")
        for _ in 0..<31 { bench.advance(.seconds(1), reporting: true) }
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.stateReason == "migrating (active): left alone until that has ended")
        #expect(bench.sample.isRunning)
        migrate(bench, "cancelled")
        for _ in 0..<3 { bench.advance(.seconds(1), reporting: true) }
        #expect(bench.state == .fresh)
    }

    @Test("one that is under way when the daemon comes is seen within seconds")
    func underWay() {
        let bench = TrackerBench()
        migrate(bench, "postcopy-active")
        bench.becomeFresh()
        for _ in 0..<3 { bench.advance(.seconds(1), reporting: true) }
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.stateReason.contains("postcopy-active"))
    }

    @Test("QEMU's event, where a tool has switched it on, says it at once")
    func event() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.event("MIGRATION", #"{"status": "setup"}"#)
        #expect(bench.state == .unmanaged)
        bench.event("MIGRATION", #"{"status": "failed"}"#)
        #expect(bench.state == .fresh)
    }

    @Test("at its end the guest stops here, and is what its run state says")
    func end() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.event("MIGRATION", #"{"status": "active"}"#)
        bench.machine.running = false
        bench.machine.status = "postmigrate"
        migrate(bench, "completed")
        bench.event("STOP")
        #expect(bench.state == .stale)
        #expect(bench.sample.stateReason == "migrated away or about to be")
        #expect(!bench.sample.isRunning)
    }

    @Test("a QEMU that does not know the question is not asked again")
    func refused() {
        let bench = TrackerBench()
        bench.machine.migration = nil
        bench.becomeFresh()
        for _ in 0..<100 { bench.advance(.seconds(1), reporting: true) }
        #expect(bench.machine.count(of: "query-migrate") == 1)
        #expect(bench.state == .fresh)
    }
}

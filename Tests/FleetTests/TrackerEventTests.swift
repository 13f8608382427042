import BalloonKit
import QMP
import Testing

@testable import Fleet

struct TrackerEventTests {
    @Test("a burst of RESET is told once; the guest is unmanaged until its statistics move again")
    func reset() {
        let bench = TrackerBench()
        bench.becomeFresh()
        for _ in 0..<7 {
            bench.event("RESET", #"{"guest": true, "reason": "guest-reset"}"#)
            bench.advance(.milliseconds(50))
        }
        let resets = bench.notices.count { if case .event(.reset) = $0 { true } else { false } }
        #expect(resets == 1)
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.stateReason.contains("rebooting"))
        bench.poll()
        #expect(bench.state == .unmanaged)
        bench.advance(.seconds(1))
        #expect(bench.machine.intervalsSet == [1, 1])
        bench.machine.lastUpdate += 3
        bench.poll()
        #expect(bench.state == .fresh)
    }

    @Test("a paused guest is stale and not running; it is fresh again after RESUME and a report")
    func paused() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.machine.running = false
        bench.machine.status = "paused"
        bench.event("STOP")
        #expect(!bench.sample.isRunning)
        #expect(bench.state == .stale)
        #expect(bench.sample.stateReason.contains("paused"))
        bench.advance(.seconds(10))
        bench.machine.running = true
        bench.machine.status = "running"
        bench.event("RESUME")
        #expect(bench.sample.isRunning)
        #expect(bench.state == .stale)
        bench.advance(.seconds(2), reporting: true)
        #expect(bench.state == .fresh)
    }

    @Test("BALLOON_CHANGE updates what the guest sees")
    func balloonChange() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.event("BALLOON_CHANGE", #"{"actual": 209715200}"#)
        #expect(bench.sample.actual == .mebibytes(200))
    }

    @Test("a deleted balloon device leaves the guest unmanaged")
    func deviceDeleted() {
        let bench = TrackerBench()
        bench.becomeFresh()
        let path = bench.machine.devicePath ?? ""
        bench.machine.devicePath = nil
        bench.event("DEVICE_DELETED", #"{"path": "\#(path)"}"#)
        #expect(bench.state == .unmanaged)
        #expect(throws: QMPError.self) { try bench.set(.mebibytes(100)) }
    }

    @Test("a panicked guest says so until it is reset")
    func panicked() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.event("GUEST_PANICKED", #"{"action": "pause"}"#)
        #expect(bench.state == .stale)
        #expect(bench.sample.stateReason.contains("panicked"))
    }

    @Test("a changed polling interval is noticed when statistics stop, and set again")
    func foreignInterval() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.machine.interval = 7
        bench.advance(.seconds(4))
        #expect(bench.state == .stale)
        #expect(bench.machine.intervalsSet == [1, 1])
        #expect(bench.tracker.totals.intervalRepairs == 1)
    }

    @Test("a new interval in the settings reaches the device without a new connection")
    func reconfigured() {
        let bench = TrackerBench()
        bench.becomeFresh()
        let settings = FleetSettings(statisticsInterval: .seconds(2))
        bench.tracker.reconfigure(GuestTrackerSettings(settings), at: bench.now)
        bench.advance(.milliseconds(100))
        #expect(bench.machine.intervalsSet == [1, 2])
        #expect(bench.state == .fresh)
        #expect(bench.closes == 0)
    }
}

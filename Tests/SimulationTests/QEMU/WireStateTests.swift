import BalloonKit
import Fleet
import Simulation
import Testing

@Suite("What a tracker makes of a simulated QEMU's bytes")
struct WireStateTests {
    @Test("A guest that is well is fresh from the first poll on, and all of it is known")
    func fresh() throws {
        var bench = WireBench(WireBench.plan())
        bench.run(to: 30)
        #expect(bench.states == [.fresh])
        let sample = try #require(bench.sample)
        #expect(sample.maximum == .mebibytes(512) && sample.actual == .mebibytes(512))
        #expect(sample.reported?.available == bench.guest.statistics.available)
        #expect(sample.reported?.swapIn == .zero)
        #expect(sample.resident == bench.guest.resident)
        #expect(sample.traits?.returnsMemory == true && sample.pid != nil)
        #expect((29...31).contains(sample.statisticsUpdates))
    }

    @Test("A target is accepted, reached, and told by BALLOON_CHANGE before the next question")
    func balloon() throws {
        var bench = WireBench(WireBench.plan())
        bench.run(to: 5)
        bench.setBalloon(to: .mebibytes(256))
        #expect(bench.sample?.target == .mebibytes(256))
        bench.run(to: 5.1)
        #expect(try #require(bench.sample?.actual) < .mebibytes(512))
        bench.run(to: 8)
        #expect(bench.sample?.actual == .mebibytes(256))
    }

    @Test("Without a driver a guest is unmanaged, with one that loads late it becomes fresh")
    func driver() {
        var without = WireBench(WireBench.plan { $0.driver = .missing })
        without.run(to: 20)
        #expect(without.states == [.unmanaged])
        #expect(without.sample?.reported?.available == nil)
        var late = WireBench(WireBench.plan { $0.driver = .late(12) })
        late.run(to: 20)
        #expect(late.states == [.unmanaged, .fresh])
    }

    @Test("Statistics that stand still make it stale 3.5 s later, and fresh when they move again")
    func stale() {
        var bench = WireBench(WireBench.plan { $0.driver = .stale(from: 10, to: 20) })
        bench.run(to: 12.5)
        #expect(bench.state == .fresh)
        bench.run(to: 14.5)
        #expect(bench.state == .stale)
        bench.run(to: 25)
        #expect(bench.states == [.fresh, .stale, .fresh])
    }

    @Test("Paused by STOP it is stale at once, and told apart from a guest that hangs")
    func paused() {
        var bench = WireBench(WireBench.plan { $0.pauses = [10...20] })
        bench.run(to: 10.1)
        #expect(bench.state == .stale && bench.sample?.isRunning == false)
        bench.run(to: 25)
        #expect(bench.states == [.fresh, .stale, .fresh])
    }

    @Test("A QEMU that answers nothing is silent until it goes on")
    func silent() {
        var bench = WireBench(WireBench.plan { $0.silences = [10...30] })
        bench.run(to: 29)
        #expect(bench.state == .silent)
        bench.run(to: 35)
        // Connecting: statistics newer than the new connection are waited for.
        #expect(bench.states == [.fresh, .silent, .connecting, .fresh])
        #expect(bench.channel.counters.timeouts > 0)
    }

    @Test("What was sent to a silent QEMU happens once it goes on, although nobody waits for it any more")
    func sentInSilence() {
        var bench = WireBench(WireBench.plan { $0.silences = [10...30] })
        bench.run(to: 10.5)
        bench.setBalloon(to: .mebibytes(300))
        bench.run(to: 29)
        #expect(bench.guest.target == nil)
        bench.run(to: 31)
        #expect(bench.guest.target == .mebibytes(300))
        #expect(bench.sample?.target == nil)
    }

    @Test("A socket that another client holds is busy, and served as soon as that one leaves")
    func busy() {
        var bench = WireBench(WireBench.plan { $0.faults = FaultPlan(busy: [10...40]) })
        bench.run(to: 39)
        #expect(bench.state == .socketBusy)
        bench.run(to: 42)
        #expect(bench.state == .fresh)
        #expect(bench.channel.counters.busySockets == 1)
    }

    @Test(
        "A guest that was powered off or killed is gone, and forgotten after ten seconds",
        arguments: [
            QEMUEnd.shutDown, .killed,
        ])
    func gone(end: QEMUEnd) {
        var bench = WireBench(WireBench.plan())
        bench.run(to: 5)
        bench.close(end)
        bench.run(to: 8)
        #expect(bench.state == .gone && bench.sample?.resident == nil)
        #expect(bench.sample?.stateReason.contains("guest-shutdown") == (end == .shutDown))
        bench.run(to: 20)
        #expect(bench.sample == nil)
    }

    @Test("A reboot tells RESET several times, is one to the tracker, and the balloon closes again by itself")
    func reboot() {
        var bench = WireBench(WireBench.plan { $0.reboots = [10] })
        bench.run(to: 5)
        bench.setBalloon(to: .mebibytes(300))
        bench.run(to: 11)
        #expect(bench.state == .unmanaged)
        // While it boots QEMU shows what was before.
        #expect(bench.sample?.actual == .mebibytes(300) && bench.guest.actual == .mebibytes(512))
        #expect(bench.channel.counters.events >= 3)
        bench.run(to: 20)
        #expect(bench.state == .fresh && bench.sample?.actual == .mebibytes(300))
    }

    @Test("A daemon started anew reads the world again and knows no target")
    func restart() {
        var bench = WireBench(WireBench.plan())
        bench.run(to: 5)
        bench.setBalloon(to: .mebibytes(300))
        bench.run(to: 10.5)
        bench.restartDaemon()
        #expect(bench.state == .connecting)
        bench.run(to: 13)
        #expect(bench.state == .fresh, "\(bench.states) \(bench.sample as Any)")
        #expect(bench.sample?.target == nil && bench.sample?.actual == .mebibytes(300))
    }

    @Test(
        "A liar may say any number, those that mean absent or fit nowhere included",
        arguments: [
            0, 1 << 40, UInt64(Int64.max) + 1, .max - 1, .max,
        ])
    func liar(claim: UInt64) throws {
        var bench = WireBench(WireBench.plan { $0.driver = .lying(available: claim) })
        bench.run(to: 10)
        #expect(bench.states == [.fresh])
        let reported = try #require(bench.sample?.reported)
        #expect(reported.free == bench.guest.statistics.free)
        // 2^64 - 2 is a `Double`'s 2^64 on jansson's way, and absent by that.
        if claim >= .max - 1 { #expect(reported.available == nil) } else { #expect(reported.available != nil) }
        #expect(bench.channel.counters.disconnections == 0)
    }
}

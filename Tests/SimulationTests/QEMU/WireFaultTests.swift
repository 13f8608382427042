import BalloonKit
import Fleet
import Simulation
import Testing

@Suite("Faults of the wire")
struct WireFaultTests {
    private func bench(_ kinds: [WireFault], rate: Double = 0.3, seed: UInt64 = 7) -> WireBench {
        WireBench(WireBench.plan { $0.faults = FaultPlan(rate: rate, of: kinds, during: 5...120) }, seed: seed)
    }

    @Test(
        "Each is survived: when it stops, the guest is fresh again and does as it is told",
        arguments: WireFault.allCases)
    func survived(fault: WireFault) {
        var bench = bench([fault])
        bench.run(to: 120)
        #expect(bench.channel.faults[fault, default: 0] >= 10)
        #expect(bench.channel.faults.count == 1)
        bench.run(to: 145)
        #expect(bench.state == .fresh)
        bench.setBalloon(to: .mebibytes(300))
        bench.run(to: 150)
        #expect(bench.sample?.actual == .mebibytes(300))
    }

    @Test("What only changes how bytes arrive changes nothing else", arguments: [WireFault.split, .merged])
    func harmless(fault: WireFault) {
        var bench = bench([fault], rate: 1)
        bench.run(to: 120)
        #expect(bench.states == [.fresh])
        let counters = bench.channel.counters
        #expect(counters.connections == 1 && counters.disconnections == 0 && counters.malformed == 0)
        #expect((118...122).contains(bench.sample?.statisticsUpdates ?? 0))
    }

    @Test("Each that breaks something is counted by the tracker")
    func counted() {
        func counters(_ fault: WireFault) -> FleetCounters {
            var bench = bench([fault])
            bench.run(to: 120)
            return bench.channel.counters
        }
        #expect(counters(.truncated).disconnections >= 5)
        #expect(counters(.disconnect).disconnections >= 5)
        #expect(counters(.malformed).malformed >= 5)
        #expect(counters(.duplicateKey).malformed >= 5)
        #expect(counters(.unasked).malformed >= 5)
        #expect(counters(.oversize).oversizeLines >= 5)
        #expect(counters(.wrongID).unknownIds >= 5)
        #expect(counters(.lost).timeouts >= 5)
        #expect(counters(.delayed).timeouts >= 5)
    }

    @Test("A seed gives the same faults again, another seed gives others")
    func deterministic() {
        let runs = [3, 3, 4].map { (seed: UInt64) in
            var bench = bench(WireFault.allCases, seed: seed)
            bench.run(to: 200)
            return (bench.channel.faults, bench.channel.counters, bench.states)
        }
        #expect(runs[0].0 == runs[1].0 && runs[0].1 == runs[1].1 && runs[0].2 == runs[1].2)
        #expect(runs[0].0 != runs[2].0)
        #expect(runs[0].0.count == WireFault.allCases.count)
    }
}

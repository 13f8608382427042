import BalloonKit
import Testing

@testable import Controller

@Suite struct KSMPaceTests {
    private var bench = KSMBench()

    /// Runs `seconds` of a scanner whose pages cost this much.
    private mutating func scan(cost: Double, seconds: Int) -> Double {
        let before = bench.sample.scannerTime ?? .zero
        for _ in 0..<seconds {
            let busy = Double(bench.sample.pagesToScan) * cost
            let share = busy / (bench.sample.sleep.inSeconds + 0.004 + busy)
            bench.sample.scannerTime = (bench.sample.scannerTime ?? .zero) + .milliseconds(Int(share * 100) * 10)
            _ = bench.step()
        }
        return ((bench.sample.scannerTime ?? .zero) - before).inSeconds / Double(seconds)
    }

    private mutating func begin(cap: Double) {
        bench.settings.cpuLimit = cap
        bench.mergeable = .gibibytes(64)
        bench.sample.scannerTime = .zero
        _ = bench.begin()
    }

    @Test("Under need it uses its cap, whatever a page costs", arguments: [0.05, 0.2, 0.8], [4e-7, 2e-6, 8e-6])
    mutating func cap(_ cap: Double, _ cost: Double) {
        begin(cap: cap)
        _ = scan(cost: cost, seconds: 10)
        let share = scan(cost: cost, seconds: 30)
        #expect(share <= cap && share > cap * 0.6, "\(share)")
    }

    @Test("Where nothing tells what ksmd uses, pages of which half are merged stay under the cap")
    mutating func untold() {
        bench.settings.cpuLimit = 0.2
        bench.mergeable = .gibibytes(64)
        bench.sample.scannerTime = nil
        _ = bench.begin()
        for _ in 0..<10 { _ = bench.step() }
        let busy = Double(bench.sample.pagesToScan) * 4e-6
        #expect(bench.sample.run == 1 && busy / (bench.sample.sleep.inSeconds + 0.004 + busy) <= 0.2)
    }

    @Test("When pages begin to merge and cost sixteen times as much, the mean of ten seconds stays at the cap")
    mutating func debt() {
        begin(cap: 0.2)
        _ = scan(cost: 5e-7, seconds: 15)
        #expect(scan(cost: 8e-6, seconds: 10) <= 0.21)
        #expect(scan(cost: 8e-6, seconds: 10) <= 0.2)
        #expect(bench.state.pace.cost > 6e-6)
    }

    @Test("With time left it takes it: the pace is what two full scans in that time need")
    mutating func leisure() {
        bench.order.hold = .start
        bench.mergeable = .gibibytes(1)
        _ = bench.step()
        let perSecond = Double(bench.sample.pagesToScan) / 0.024
        #expect(perSecond > 2 * 262_144 / 66 && perSecond < 2 * 262_144 / 54)
    }

    @Test("The share of the last five seconds is what is told")
    func meter() {
        var meter = KSMMeter()
        #expect(meter.share == nil)
        for step in 0...120 {
            let time = MonotonicTime(.milliseconds(step * 100))
            // Half of a processor in the first five seconds, a tenth in the rest.
            let used = step < 50 ? step * 50 : 2500 + (step - 50) * 10
            _ = meter.add(.milliseconds(used), at: time)
        }
        #expect((meter.share ?? 0) > 0.09 && (meter.share ?? 1) < 0.11)
        _ = meter.add(.zero, at: MonotonicTime(.seconds(13)))
        #expect(meter.share == nil)
    }
}

import BalloonKit
import Baselines
import Controller
import Simulation
import Testing

@Suite struct SimulatorTests {
    /// Eight guests of 512 MiB that used 370 MiB of it once; the first grows by 300 MiB.
    static func ramp(total: ByteCount) -> Scenario {
        let guests = (1...8).map { number in
            let start = ByteCount.mebibytes(40)
            let load =
                number == 1 ? Curve([(0, start), (20, start), (26, start + .mebibytes(300))]) : .constant(start)
            return GuestPlan("g\(number)", maximum: .mebibytes(512), anonymous: load, touched: .mebibytes(370))
        }
        let pool = PoolPlan(total: total, host: .constant(.mebibytes(200)))
        return Scenario("ramp", "One of eight grows.", duration: 60, pool: pool, guests: guests)
    }

    @Test("A ramp nobody acts upon crosses the line; balloond holds it, and the guest gets its memory")
    func ramp() {
        let settings = ControllerSettings()
        let scenario = Self.ramp(total: .gibibytes(4))
        var alone = WireSimulator(scenario) { NoGovernor(settings: settings) }
        var held = WireSimulator(scenario) {
            ControllingGovernor(Controller(settings: settings))
        }
        let without = alone.run()
        let with = held.run()
        #expect(without.secondsOver > 30)
        #expect(with.secondsOver < 5)
        #expect(with.harm == 0 && with.kills == 0)
    }

    @Test("Two runs of one seed are the same to the last figure")
    func deterministic() {
        let scenario = Self.ramp(total: .gibibytes(3))
        let figures = (1...2).map { _ in
            var run = WireSimulator(scenario, seed: 7) {
                ControllingGovernor(Controller(settings: ControllerSettings()))
            }
            return run.run()
        }
        #expect(figures[0] == figures[1])
        #expect(figures[0].commands > 0)
    }
}

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

    @Test("Where guests are alike and the kernel can merge, balloond has it merge, and never past its processor cap")
    func merging() {
        let guests = (1...4).map { number in
            let load = Curve([(0, .mebibytes(300)), (30, .mebibytes(300)), (150, .mebibytes(640))])
            var plan = GuestPlan("g\(number)", maximum: .gibibytes(1), anonymous: load)
            plan.duplicates = 0.6
            return plan
        }
        var pool = PoolPlan(total: .gibibytes(4), host: .constant(.mebibytes(500)))
        var figures: [Figures] = []
        for hasKSM in [true, false] {
            pool.hasKSM = hasKSM
            var run = Simulator<DirectChannel>(Scenario("alike", "", duration: 240, pool: pool, guests: guests)) {
                ControllingGovernor(Controller(settings: ControllerSettings()))
            }
            figures.append(run.run())
        }
        #expect(figures[0].mostSaved > .mebibytes(300) && figures[0].secondsOver == 0 && figures[0].harm == 0)
        #expect(figures[0].scannerSeconds > 0 && figures[0].busiestScanner <= 0.22)
        #expect(figures[1].mostSaved == .zero && figures[1].scannerSeconds == 0)
    }
}

import BalloonKit
import Simulation
import Testing

@Suite struct OracleTests {
    private static func pool(_ total: Int64, host: Int64 = 100) -> PoolPlan {
        PoolPlan(total: .mebibytes(total), host: .constant(.mebibytes(host)))
    }

    private static func guest(_ name: String, _ load: Curve, touched: Int64 = 0) -> GuestPlan {
        GuestPlan(name, maximum: .mebibytes(1024), anonymous: load, touched: .mebibytes(touched))
    }

    @Test("A pool whose guests need little is held from the first second on, at the speed of its balloons")
    func startsOver() {
        // Two guests resident with 1024 + 30 each: 2208 of 2400 MiB, the line at 1920. 288 MiB at 2 x 400 MiB/s, of which the
        // balloon takes 100 % touched pages, since all are: 0.36 s, seen at the end of a step.
        let guests = ["a", "b"].map { Self.guest($0, .constant(.mebibytes(100)), touched: 1024) }
        let scenario = Scenario("x", "", duration: 30, pool: Self.pool(2400), guests: guests)
        let oracle = Oracle.figures(of: scenario)
        #expect(oracle.isFeasible && oracle.harm == 0)
        #expect(oracle.secondsOver > 0.25 && oracle.secondsOver < 0.45)
    }

    @Test("Need above the line is infeasible, by exactly what it is above")
    func tooMuch() {
        // 100 + 2 x (60 + 700 + 30 + 4 of free memory that was touched) = at least 1680 MiB of 2000: 80 MiB over for 20 s.
        let load = Curve([
            (0, .mebibytes(300)), (5, .mebibytes(300)), (5, .mebibytes(700)), (25, .mebibytes(700)),
            (25, .mebibytes(300)),
        ])
        let scenario = Scenario(
            "x", "", duration: 60, pool: Self.pool(2000), guests: [Self.guest("a", load), Self.guest("b", load)])
        let oracle = Oracle.figures(of: scenario)
        #expect(!oracle.isFeasible && oracle.harm == 0)
        #expect(abs(oracle.secondsOver - 20) < 1)
        #expect(abs(oracle.harmToHold - 80 * 20) < 160)
    }

    @Test("Merging makes the same need fit where the kernel can merge")
    func merging() {
        let load = Curve([(0, .mebibytes(300)), (40, .mebibytes(300)), (45, .mebibytes(700))])
        let guests = ["a", "b"].map { name in
            var plan = Self.guest(name, load)
            plan.duplicates = 0.5
            return plan
        }
        var pool = Self.pool(2000)
        #expect(Oracle.figures(of: Scenario("x", "", duration: 60, pool: pool, guests: guests)).isFeasible)
        pool.hasKSM = false
        #expect(!Oracle.figures(of: Scenario("x", "", duration: 60, pool: pool, guests: guests)).isFeasible)
    }

    @Test("A sheer step of a gibibyte is met in time: foresight opened the balloon before")
    func sheerStep() {
        let load = Curve([(0, .mebibytes(50)), (20, .mebibytes(50)), (20, .mebibytes(900))])
        let guests = [Self.guest("a", load, touched: 1000), Self.guest("b", .constant(.mebibytes(50)), touched: 1000)]
        let oracle = Oracle.figures(of: Scenario("x", "", duration: 40, pool: Self.pool(2800), guests: guests))
        #expect(oracle.harm == 0 && oracle.guestOOMKills == 0 && oracle.secondsOver == 0)
    }

    @Test("What no governor may move the oracle does not move either")
    func unmovable() {
        var guests = ["a", "b"].map { Self.guest($0, .constant(.mebibytes(100)), touched: 1024) }
        guests[0].driver = .missing
        guests[1].driver = .stuck
        let scenario = Scenario("x", "", duration: 30, pool: Self.pool(2400), guests: guests)
        #expect(abs(Oracle.figures(of: scenario).secondsOver - 30) < 0.2)
        var pinned = Scenario(
            "x", "", duration: 30, pool: Self.pool(2400),
            guests: ["a", "b"].map { Self.guest($0, .constant(.mebibytes(100)), touched: 1024) })
        pinned.acts = ["a", "b"].map { OperatorAct(at: 0, .pin(guest: $0, to: .mebibytes(1024))) }
        #expect(abs(Oracle.figures(of: pinned).secondsOver - 30) < 0.2)
    }

    @Test("A process that wants more than its guest has is nobody's harm but its own")
    func ownFault() {
        let load = Curve([(0, .mebibytes(100)), (10, .mebibytes(100)), (20, .mebibytes(1500))])
        let oracle = Oracle.figures(
            of: Scenario("x", "", duration: 30, pool: Self.pool(8000), guests: [Self.guest("a", load)]))
        #expect(oracle.isFeasible && oracle.guestOOMKills > 0 && oracle.harm > 0)
    }
}

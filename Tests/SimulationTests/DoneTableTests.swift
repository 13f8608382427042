import BalloonKit
import Simulation
import Testing

@Suite struct DoneTableTests {
    private static func figures(over: Double = 0, harm: Double = 0, moved: Int64 = 0) -> Figures {
        var figures = Figures()
        figures.seconds = 100
        figures.secondsOver = over
        figures.harm = harm
        figures.moved = .gibibytes(moved)
        return figures
    }

    private static func table(
        _ ours: Figures, _ other: Figures, isCalm: Bool = false, oracle: OracleFigures = OracleFigures()
    ) -> [String] {
        var scenario = Scenario(
            "s", "", duration: 100, pool: PoolPlan(total: .gibibytes(4), host: .constant(.zero)), guests: [])
        scenario.isCalm = isCalm
        let contest = Contest(
            scenario: scenario, oracle: oracle,
            figures: [(rule: .init("ours", .ours), figures: ours), (rule: .init("other", .baseline), figures: other)])
        return DoneTable([contest]).rows.filter { !$0.isPassed }.map(\.figure)
    }

    @Test("A run at the bar passes, and each figure past it fails its row")
    func rows() {
        let other = Self.figures(over: 4, harm: 100, moved: 10)
        #expect(Self.table(Self.figures(over: 0.1, moved: 12), other).isEmpty)
        #expect(Self.table(Self.figures(over: 0.2), other) == ["time over the line, where foresight is at 0"])
        #expect(Self.table(Self.figures(harm: 10), other) == ["harm, where foresight is at 0"])
        #expect(Self.table(Self.figures(harm: 60), other).count == 2)
        #expect(Self.table(Self.figures(moved: 13), other) == ["moved by balloons"])
        var killed = Self.figures()
        killed.guestOOMKills = 1
        #expect(Self.table(killed, other) == ["host swap-out, kills"])
        var busy = Self.figures()
        busy.commands = 1
        #expect(Self.table(busy, other, isCalm: true) == ["commands, calm scenarios"])
    }

    @Test("A baseline that did not hold the line is no measure for bytes moved")
    func notHeld() { #expect(Self.table(Self.figures(moved: 13), Self.figures(over: 6, moved: 1)).isEmpty) }

    @Test("Where foresight is over the line, 1.2 times its time is allowed")
    func oracleOver() {
        var oracle = OracleFigures()
        oracle.seconds = 100
        oracle.secondsOver = 10
        #expect(Self.table(Self.figures(over: 12), Self.figures(over: 50), oracle: oracle).isEmpty)
        #expect(
            Self.table(Self.figures(over: 12.5), Self.figures(over: 50), oracle: oracle) == [
                "time over the line, elsewhere"
            ])
    }

    @Test("Infeasible: worse than a baseline in both figures, no alarm, or a greedy scanner fails")
    func infeasible() {
        var oracle = OracleFigures()
        oracle.staticSecondsOver = 5
        var ours = Self.figures(over: 10, harm: 100)
        ours.alarms = ["over-limit"]
        #expect(Self.table(ours, Self.figures(over: 12, harm: 120), oracle: oracle).isEmpty)
        let failed = Self.table(ours, Self.figures(over: 8, harm: 90), oracle: oracle)
        #expect(failed == ["infeasible: time over and harm", "infeasible: each figure alone"])
        ours.alarms = []
        ours.busiestScanner = 0.3
        let rows = Self.table(ours, Self.figures(over: 12, harm: 120), oracle: oracle)
        #expect(rows == ["ksmd's processor share, any half minute", "infeasible: alarm"])
    }
}

import BalloonKit
import Controller
import Testing

@testable import History

@Suite("Cycles put together to steps")
struct StepBuilderTests {
    /// The step that these cycles end with.
    private func last(of cycles: [CycleObservation]) -> StepRecord? {
        var builder = StepBuilder()
        for cycle in cycles { _ = builder.add(cycle) }
        return builder.close()
    }

    @Test("means weigh by time, peaks and lows stay, and sums add up")
    func meansAndSums() throws {
        var stage = Stage(guests: "a")
        stage.swappedOut = .mebibytes(10)
        stage.scannerTime = .seconds(1)
        var cycles = [stage.next(after: .zero)]
        stage.used = .gibibytes(13)
        stage.guests["a"]?.actual = .gibibytes(1)
        stage.swappedOut = .mebibytes(14)
        stage.scannerTime = .milliseconds(1200)
        stage.rung = .merge
        stage.alarms = [Reason(.overLimit)]
        stage.distressed = ["a"]
        cycles.append(stage.next(after: .seconds(3)))
        stage.used = .gibibytes(9)
        stage.guests["a"]?.actual = .gibibytes(2)
        stage.alarms = []
        stage.rung = .normal
        stage.distressed = []
        cycles.append(stage.next(after: .seconds(1)))
        let step = try #require(last(of: cycles))
        #expect(step.pool.covered == 4000)
        #expect(step.pool.used == .gibibytes(12))
        #expect(step.pool.usedPeak == .gibibytes(13) && step.pool.usedPeakTime == cycles[1].wall)
        #expect(step.pool.overLimit == 3000 && step.pool.overLimitWorst == .gibibytes(1))
        #expect(step.pool.swapOut == .mebibytes(4) && step.pool.ksmCPU == 200)
        #expect(step.pool.rung == .merge && step.pool.rungs == ["merge": 3000, "normal": 1000])
        #expect(step.pool.alarms == ["over-limit": 3000])
        #expect(step.guests.count == 1 && step.guests[0].distress == 3000)
        #expect(step.guests[0].actual == .mebibytes(1280) && step.guests[0].actualLowest == .gibibytes(1))
    }

    @Test("a step ends where the next begins, and a time without cycles is nobody's")
    func stepsAndGaps() throws {
        var stage = Stage(guests: "a")
        var builder = StepBuilder()
        var closed: [StepRecord] = []
        for _ in 0..<10 { if let step = builder.add(stage.next()) { closed.append(step) } }
        #expect(closed.map(\.pool.start) == [Stage.begin, Stage.begin + 5])
        // Of an hour without a cycle no more counts than two usual cycles.
        if let step = builder.add(stage.next(after: .seconds(3600))) { closed.append(step) }
        let open = builder.close()
        let last = try #require(open)
        #expect(last.pool.covered == 10_000)
        #expect(closed.map(\.pool.covered) == [3000, 5000, 1000])
    }

    @Test("a guest that comes late and one that leaves are there as long as they were")
    func comingAndGoing() throws {
        var stage = Stage(guests: "a", "b")
        var cycles = [stage.next(after: .zero), stage.next()]
        stage.guests["b"] = nil
        cycles.append(stage.next())
        stage.guests["c"] = GuestSample(name: "c", state: .connecting)
        cycles.append(stage.next())
        let step = try #require(last(of: cycles))
        #expect(step.guests.map(\.guest) == ["a", "b", "c"])
        #expect(step.guests.map(\.covered) == [3000, 1000, 1000])
        #expect(step.guests[2].actual == nil && step.guests[2].oomKills == nil)
    }

    @Test("kills count from the first report on, and a rebooted guest begins anew")
    func kills() throws {
        var stage = Stage(guests: "a")
        var cycles: [CycleObservation] = []
        for kills: UInt64 in [7, 9, 0, 1] {
            var reported = ReportedStatistics()
            reported.oomKills = kills
            stage.guests["a"]?.reported = reported
            cycles.append(stage.next())
        }
        #expect(last(of: cycles)?.guests[0].oomKills == 3)
    }

    @Test("what QEMU refused is taken back from what was counted")
    func refusal() throws {
        var stage = Stage(guests: "a")
        var builder = StepBuilder()
        _ = builder.add(stage.next())
        builder.count(change: .mebibytes(-100), of: "a")
        builder.count(change: .mebibytes(50), of: "a")
        builder.count(change: .mebibytes(-100), of: "a", factor: -1)
        builder.count(returned: .mebibytes(30), by: "a")
        let open = builder.close()
        let step = try #require(open)
        #expect(step.pool.moves == 1 && step.pool.reclaimed == .zero && step.pool.granted == .mebibytes(50))
        #expect(step.guests[0].granted == .mebibytes(50) && step.guests[0].returned == .mebibytes(30))
    }
}

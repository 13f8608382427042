import BalloonKit
import Testing

@testable import Controller

/// What happens between two statistics while the line is in danger.
@Suite struct DangerTests {
    private let controller = Controller(settings: ControllerSettings())

    @Test("A guest may give once more on the same statistics, and keeps working set and reserve")
    func givesAgain() throws {
        var guest = Bench.guest(actual: 2048, available: 1900)
        let first = Bench.snapshot([guest], usage: 0.805)
        let (before, state) = controller.decide(first, state: ControllerState())
        let asked = try #require(before.verdicts[0].target)
        guest.sample.target = asked
        let (after, _) = controller.decide(Bench.snapshot([guest], usage: 0.95, seconds: 0.2), state: state)
        let more = try #require(after.verdicts[0].target)
        #expect(more < asked && more >= after.verdicts[0].assessment.kept)
    }

    @Test("A reclaim that is no longer needed is called off while it runs")
    func callingOff() throws {
        var guest = Bench.guest(actual: 2048, available: 1900)
        let (before, state) = controller.decide(Bench.snapshot([guest], usage: 0.90), state: ControllerState())
        let asked = try #require(before.verdicts[0].target)
        guest.sample.target = asked
        guest.sample.actual = .mebibytes(2000)
        guest.sample.resident = .mebibytes(2000)
        let (after, _) = controller.decide(Bench.snapshot([guest], usage: 0.60, seconds: 0.5), state: state)
        #expect(after.verdicts[0].reason.code == .calledOff)
        #expect(try #require(after.verdicts[0].target) > asked)
    }

    @Test("A guest in need that was refused for want of headroom is served when memory has come, not at the tick")
    func serving() {
        var guest = Bench.guest(actual: 512, maximum: 2048, available: 12)
        guest.sample.target = guest.sample.actual
        let full = Bench.snapshot([guest, Bench.guest("web2", available: 900)], usage: 0.795)
        var (decision, state) = controller.decide(full, state: ControllerState())
        #expect(decision.verdicts[0].target == nil)
        state.level = 2
        let some = PoolSample(total: full.pool.total, available: full.pool.available + .mebibytes(100))
        let tooSoon = controller.sense(some, at: MonotonicTime(.milliseconds(100)), state: &state)
        let inTime = controller.sense(some, at: MonotonicTime(.milliseconds(250)), state: &state)
        #expect(!tooSoon && inTime)
    }

    @Test("Where no total tells, statistics belong to the most that actual was since the last ones")
    func pairing() {
        var guest = Bench.guest(actual: 580, available: 386)
        guest.sample.deflatesOnOOM = true
        var state = controller.decide(Bench.snapshot([guest]), state: ControllerState()).1
        for (tenth, actual) in [(3, 450), (6, 404)] {
            guest.sample.actual = .mebibytes(Int64(actual))
            state = controller.decide(Bench.snapshot([guest], seconds: Double(tenth) / 10), state: state).1
        }
        guest.sample.statisticsUpdates += 1
        let (decision, _) = controller.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(decision.verdicts[0].assessment.workingSet == .mebibytes(580 - 386))
    }

    @Test("A giant's reclaim hides no more of the forecast than its balloon takes in the time looked ahead")
    func giant() {
        var guest = Bench.guest(actual: 8192, maximum: 8192, available: 8000)
        let (first, state) = controller.decide(Bench.snapshot([guest], usage: 0.95), state: ControllerState())
        guest.sample.target = first.verdicts[0].target
        let (second, _) = controller.decide(Bench.snapshot([guest], usage: 0.95, seconds: 0.5), state: state)
        #expect(first.reclaimed > .gibibytes(1) && second.forecast.inFlight == .mebibytes(450))
    }
}

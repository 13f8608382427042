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
        #expect(after.verdicts[0].account.hasPrefix("let off at "))
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

    /// The pool rises by 400 MiB/s towards the line, and one guest says that it grows by that; the other has only its reserve.
    @Test("Growth that a guest reports is not suspected of others: they give of their reserves in time")
    func explainedGrowth() {
        var grower = Bench.guest("grower", actual: 2048, maximum: 4096, available: 900)
        let other = Bench.guest("other", actual: 2048, available: 256)
        var state = ControllerState()
        var last: Decision?
        for tenth in 0...20 {
            let seconds = Double(tenth) / 10
            let usage = 0.71 + 0.04 * seconds
            if tenth == 10 || tenth == 20 {
                grower.sample.statisticsUpdates += 1
                grower.sample.reported?.available = .mebibytes(900 - 40 * Int64(tenth))
            }
            let snapshot = Bench.snapshot([grower, other], usage: usage, seconds: seconds)
            _ = controller.sense(snapshot.pool, at: snapshot.time, state: &state)
            guard tenth % 10 == 0 else { continue }
            let (decision, next) = controller.decide(snapshot, state: state)
            (last, state) = (decision, next)
        }
        #expect(last?.verdicts[1].reason.code == .squeeze)
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

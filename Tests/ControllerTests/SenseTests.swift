import BalloonKit
import Testing

@testable import Controller

@Suite struct SenseTests {
    private func pool(_ usage: Double, total: ByteCount = .gibibytes(10)) -> PoolSample {
        PoolSample(total: total, available: total.scaled(by: 1 - usage))
    }

    private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(.milliseconds(Int64(seconds * 1000))) }

    @Test("A rise is seen before the mark is reached, at irregular sampling too")
    func forecast() {
        let controller = Controller(settings: ControllerSettings())
        var state = ControllerState()
        var random = Generator(seed: 7)
        var now = 0.0
        var seen: Double?
        while seen == nil, now < 10 {
            now += Double.random(in: 0.02...0.3, using: &random)
            if controller.sense(pool(0.60 + 0.02 * now), at: time(now), state: &state) { seen = now }
        }
        let slope = state.window.slope.fraction(of: .gibibytes(10))
        #expect(abs(slope - 0.02) < 0.001)
        #expect(seen.map { abs($0 - 7) < 0.4 } == true)
    }

    @Test("A pool that changes its size does not look like a rise")
    func resize() {
        let controller = Controller(settings: ControllerSettings())
        var state = ControllerState()
        for step in 0..<20 { _ = controller.sense(pool(0.5), at: time(Double(step) / 10), state: &state) }
        let isUrgent = controller.sense(pool(0.7, total: .gibibytes(20)), at: time(2), state: &state)
        #expect(!isUrgent && state.window.slope == .zero)
    }

    @Test("Above the mark it asks again, but not at every sample")
    func notTooOften() {
        let controller = Controller(settings: ControllerSettings())
        var state = ControllerState()
        var count = 0
        for step in 1...50 where controller.sense(pool(0.79), at: time(Double(step) / 10), state: &state) {
            count += 1
            let snapshot = Snapshot(
                cycle: UInt64(step), time: time(Double(step) / 10), pool: pool(0.79),
                guests: [Bench.guest(available: 900, updates: UInt64(step))])
            state = controller.decide(snapshot, state: state).1
        }
        #expect((2...13).contains(count))
    }

    @Test("Reclaim that will come in time is taken off the forecast, and only for two seconds")
    func inFlight() {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 2048, available: 1900)
        let (first, state) = controller.decide(Bench.snapshot([guest], usage: 0.82), state: ControllerState())
        guest.sample.target = first.verdicts[0].target
        let (second, _) = controller.decide(Bench.snapshot([guest], usage: 0.82, seconds: 0.5), state: state)
        // As much as a balloon takes while the forecast looks ahead.
        let soon = ByteCount.mebibytes(450)
        #expect(second.forecast.inFlight == soon && first.reclaimed > soon)
        #expect(second.forecast.predicted == second.forecast.used - soon)
        let (late, _) = controller.decide(Bench.snapshot([guest], usage: 0.82, seconds: 2.5), state: state)
        #expect(late.forecast.inFlight == .zero)
        guest.sample.target = nil
        let (unsent, _) = controller.decide(Bench.snapshot([guest], usage: 0.82, seconds: 0.5), state: state)
        #expect(unsent.forecast.inFlight == .zero)
    }
}

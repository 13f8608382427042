import BalloonKit
import Testing

@testable import Controller

@Suite struct CostTests {
    /// A fleet of a thousand in a calm pool, or one over the line where every guest is cut.
    static func measure(usage: Double) -> (milliseconds: Double, actions: Int) {
        let controller = Controller(settings: ControllerSettings())
        var guests = (0..<1000).map { Bench.guest("guest-\(10_000 + $0)", actual: 2048, available: 1800) }
        var state = ControllerState()
        var actions = 0
        var best = Duration.seconds(1)
        for cycle in 1...40 {
            for index in guests.indices { guests[index].sample.statisticsUpdates += 1 }
            var snapshot = Bench.snapshot(guests, usage: usage, seconds: Double(cycle))
            snapshot.pool = PoolSample(
                total: .gibibytes(2500), available: ByteCount.gibibytes(2500).scaled(by: 1 - usage))
            let begin = ContinuousClock.now
            let (decision, next) = controller.decide(snapshot, state: state)
            best = min(best, ContinuousClock.now - begin)
            actions += decision.actions.count
            state = next
        }
        return (best.inSeconds * 1000, actions)
    }

    @Test("A thousand guests cost a few milliseconds a cycle in release", arguments: [0.5, 0.9])
    func thousand(usage: Double) {
        let (milliseconds, actions) = Self.measure(usage: usage)
        print("1,000 guests at \(usage): best \(milliseconds) ms a cycle, \(actions) actions")
        #if DEBUG
            #expect(milliseconds < 1000)
        #else
            #expect(milliseconds < 10)
        #endif
    }
}

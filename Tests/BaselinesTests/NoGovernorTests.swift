import BalloonKit
import Baselines
import Controller
import Testing

@Suite struct NoGovernorTests {
    @Test("Nobody acts, however full the pool is")
    func idle() {
        var governor = NoGovernor(settings: ControllerSettings())
        let pool = PoolSample(total: .gibibytes(4), available: .mebibytes(10))
        let isUrgent = governor.sense(pool, at: .origin)
        #expect(!isUrgent)
        let decision = governor.decide(Snapshot(cycle: 1, time: .origin, pool: pool, guests: []))
        #expect(decision.actions.isEmpty && decision.ksm == nil)
    }
}

import BalloonKit
import Controller
import Testing

@testable import Daemon

@Suite("Who decides")
struct GovernorFactoryTests {
    private func sample(_ availableMiB: Int64) -> PoolSample {
        PoolSample(total: .mebibytes(1024), available: .mebibytes(availableMiB))
    }

    @Test("A reload changes the controller's settings and keeps what it has learnt")
    func reload() throws {
        var governor = GovernorFactory.controller.make(ControllerSettings(), nil)
        for tenth in 0..<20 {
            _ = governor.sense(
                sample(1000 - Int64(tenth) * 10), at: MonotonicTime(.milliseconds(100 * Int64(tenth))))
        }
        let learnt = try #require(governor as? ControllingGovernor).state
        #expect(learnt != ControllerState())
        var settings = ControllerSettings()
        settings.limit = 0.7
        let reloaded = try #require(GovernorFactory.controller.make(settings, governor) as? ControllingGovernor)
        #expect(reloaded.state == learnt)
        #expect(reloaded.controller.settings.limit == 0.7)
    }

    @Test("Another rule starts anew")
    func rule() {
        let factory = GovernorFactory.rule { FixedRule(target: .mebibytes(1), limit: $0.limit) }
        var settings = ControllerSettings()
        settings.limit = 0.7
        #expect((factory.make(settings, nil) as? FixedRule)?.limit == 0.7)
        #expect(factory.make(settings, nil).name == "fixed")
    }
}

import BalloonKit
import Controller
import Fleet
import Simulation
import Testing

@Suite("Whole runs over the wire")
struct WireRunTests {
    private static func governor() -> any Governor { ControllingGovernor(Controller(settings: ControllerSettings())) }

    @Test("A plain scenario gives the same figures as without a wire, within a few percent")
    func sameAsDirect() {
        let scenario = SimulatorTests.ramp(total: .gibibytes(3))
        var direct = Simulator<DirectChannel>(scenario, seed: 7, governor: Self.governor)
        var wire = Simulator<WireChannel>(scenario, seed: 7, governor: Self.governor)
        let (plain, wired) = (direct.run(), wire.run())
        #expect(abs(wired.secondsOver - plain.secondsOver) <= 0.5)
        #expect(abs(wired.peak - plain.peak) < 0.02)
        #expect(abs(wired.moved.fraction(of: plain.moved) - 1) < 0.1)
        #expect(wired.harm == plain.harm && wired.kills == 0 && wired.commands > 0)
    }

    @Test("Two runs of one seed are the same to the last figure, faults and all")
    func deterministic() {
        var scenario = SimulatorTests.ramp(total: .gibibytes(3))
        for index in scenario.guests.indices {
            scenario.guests[index].faults = FaultPlan(rate: 0.05)
            scenario.guests[index].silences = [Double(20 + index)...Double(24 + index)]
        }
        scenario.acts = [OperatorAct(at: 30, .restartDaemon)]
        let runs = [7, 7, 8].map { (seed: UInt64) in
            var run = Simulator<WireChannel>(scenario, seed: seed, governor: Self.governor)
            return (run.run(), run.channels.map(\.faults), run.channels.map(\.counters))
        }
        #expect(runs[0].0 == runs[1].0 && runs[0].1 == runs[1].1 && runs[0].2 == runs[1].2)
        #expect(runs[0].1 != runs[2].1)
    }
}

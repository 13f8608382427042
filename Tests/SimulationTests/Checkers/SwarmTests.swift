import BalloonKit
import Controller
import Simulation
import Testing

@Suite("A swarm can be repeated and sees what it must")
struct SwarmTests {
    @Test("A seed makes the same scenario and the same run every time")
    func repeatable() {
        let runs = (1...2).map { _ in SwarmRun(seed: 11, cycles: 300).run() }
        #expect(runs[0] == runs[1])
        #expect(SwarmScenario.make(seed: 11, cycles: 300) == SwarmScenario.make(seed: 11, cycles: 300))
        #expect(SwarmScenario.make(seed: 11, cycles: 300) != SwarmScenario.make(seed: 12, cycles: 300))
    }

    @Test("The last third of a scenario is quiet")
    func quiet() {
        for seed in UInt64(1)...20 {
            let scenario = SwarmScenario.make(seed: seed, cycles: 600)
            let end = 400.0
            #expect(scenario.acts.allSatisfy { $0.time <= end })
            for guest in scenario.guests {
                #expect(guest.anonymous.points.allSatisfy { $0.time <= end })
                #expect(guest.reboots.allSatisfy { $0 <= end } && guest.departs ?? 0 <= end)
            }
        }
    }

    @Test("A wild policy is held by the guardrails, and makes those speak that the built-in policy never needs")
    func wild() {
        var coverage = Coverage()
        for seed in [UInt64(8), 16, 24, 32] {
            let result = SwarmRun(seed: seed, cycles: 400).run()
            #expect(result.findings.violations == [])
            coverage.add(result.coverage)
        }
        let codes: [Reason.Code] = [.stepLimit, .floorBound, .ceilingBound, .workingSet, .deadBand, .pinWins]
        for code in codes { #expect(coverage.count(.guardrail, code.rawValue) > 0, "\(code.rawValue)") }
    }
}

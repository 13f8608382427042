import BalloonKit
import Controller

/// One seed of a swarm, run under every checker.
public struct SwarmRun: Sendable {
    public struct Result: Sendable, Hashable {
        public var seed: UInt64
        public var figures: Figures
        public var findings: Findings
        public var coverage: Coverage
    }

    public let seed: UInt64
    public let cycles: Int

    public init(seed: UInt64, cycles: Int) {
        self.seed = seed
        self.cycles = cycles
    }

    public var scenario: Scenario { SwarmScenario.make(seed: seed, cycles: cycles) }

    /// Runs it: the same result every time.
    ///
    /// - Parameters:
    ///   - watchers: Told everything, beside the checkers.
    ///   - governor: Makes the governor that is checked; balloond's own controller by default.
    public func run(
        watchers: [any Watcher] = [],
        governor: @escaping @Sendable () -> any Governor = {
            ControllingGovernor(Controller(settings: ControllerSettings()))
        }
    ) -> Result {
        let scenario = scenario
        let suite = CheckerSuite(scenario)
        let coverage = CoverageWatcher()
        var simulator = Simulator<DirectChannel>(
            scenario, seed: seed, watchers: [suite, coverage] + watchers, governor: governor)
        let figures = simulator.run()
        return Result(seed: seed, figures: figures, findings: suite.findings, coverage: coverage.coverage)
    }
}

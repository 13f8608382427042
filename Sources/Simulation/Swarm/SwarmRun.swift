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

    /// Every eighth seed has a policy that proposes anything at all, under the same guardrails.
    public var isWild: Bool { seed % 8 == 0 }

    /// Every fourth seed speaks real QMP bytes, with all that can go wrong on a wire.
    public var isOnWire: Bool { seed % 4 == 1 }

    /// Runs it: the same result every time.
    ///
    /// - Parameters:
    ///   - watchers: Told everything, beside the checkers.
    ///   - checkers: What must hold; by default everything, or what a wild policy cannot break.
    ///   - seconds: Ends so early; nil runs to the end.
    ///   - governor: Makes the governor that is checked; nil is balloond's own controller.
    public func run(
        watchers: [any Watcher] = [], checkers: [any Checker]? = nil, seconds: Double? = nil,
        governor: (@Sendable () -> any Governor)? = nil
    ) -> Result {
        var scenario = scenario
        if let seconds { scenario.duration = min(seconds, scenario.duration) }
        let settings = ControllerSettings()
        let checkers = checkers ?? (isWild && governor == nil ? CheckerSuite.underAnyPolicy : CheckerSuite.all)
        let suite = CheckerSuite(scenario, settings: settings, checkers: checkers)
        let coverage = CoverageWatcher()
        let policy: any Policy = isWild ? WildPolicy(seed: seed) : BuiltInPolicy()
        let governor = governor ?? { ControllingGovernor(Controller(settings: settings, policy: policy)) }
        let watchers: [any Watcher] = [suite, coverage] + watchers
        let figures =
            isOnWire
            ? Self.run(WireChannel.self, scenario, seed, settings, watchers, governor)
            : Self.run(DirectChannel.self, scenario, seed, settings, watchers, governor)
        return Result(seed: seed, figures: figures, findings: suite.findings, coverage: coverage.coverage)
    }

    private static func run<Channel: GuestChannel>(
        _ channel: Channel.Type, _ scenario: Scenario, _ seed: UInt64, _ settings: ControllerSettings,
        _ watchers: [any Watcher], _ governor: @escaping @Sendable () -> any Governor
    ) -> Figures {
        var simulator = Simulator<Channel>(
            scenario, seed: seed, settings: settings, watchers: watchers, governor: governor)
        return simulator.run()
    }
}

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

    /// Every second of those is asked as a plugin is: it may give no answer, and is replaced where it lets the line be crossed.
    public var isPlugged: Bool { seed % 16 == 8 }

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
        let settings = settings
        let isWild = isWild && governor == nil
        let checkers =
            checkers
            ?? (!isWild ? CheckerSuite.all : isPlugged ? CheckerSuite.underAnyPlugin : CheckerSuite.underAnyPolicy)
        let suite = CheckerSuite(scenario, settings: settings, checkers: checkers)
        let coverage = CoverageWatcher()
        let governor = governor ?? { balloond(settings) }
        let watchers: [any Watcher] = [suite, coverage] + watchers
        let figures =
            isOnWire
            ? Self.run(WireChannel.self, scenario, seed, settings, watchers, governor)
            : Self.run(DirectChannel.self, scenario, seed, settings, watchers, governor)
        return Result(seed: seed, figures: figures, findings: suite.findings, coverage: coverage.coverage)
    }

    private func balloond(_ settings: ControllerSettings) -> ControllingGovernor {
        guard isWild else { return ControllingGovernor(Controller(settings: settings)) }
        let wild = WildPolicy(seed: seed)
        guard isPlugged else { return ControllingGovernor(Controller(settings: settings, policy: wild)) }
        return ControllingGovernor(Controller(settings: settings)) { wild.counsel($0) }
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

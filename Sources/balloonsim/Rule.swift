import ArgumentParser
import Baselines
import Controller
import Simulation

/// The memory managers that can be run, as they are called on the command line.
enum Rule: String, CaseIterable, ExpressibleByArgument, Sendable {
    case balloond, proxmox, mom, qmemman, ksmtuned, none

    /// One with its default settings.
    func governor() -> any Governor {
        let settings = ControllerSettings()
        return Baselines.named(rawValue, settings: settings) ?? ControllingGovernor(Controller(settings: settings))
    }

    var contestant: Contest.Rule {
        switch self {
        case .balloond: Contest.Rule(rawValue, .ours)
        case .proxmox, .mom, .qmemman: Contest.Rule(rawValue, .baseline)
        case .ksmtuned, .none: Contest.Rule(rawValue, .idle)
        }
    }

    /// - Parameter adviser: A plugin that balloond's own controller asks.
    func figures(
        of scenario: Scenario, seed: UInt64, watchers: [any Watcher] = [],
        adviser: ControllingGovernor.Adviser? = nil
    ) -> Figures {
        var run = Simulator<ChosenChannel>(scenario, seed: seed, watchers: watchers) {
            adviser.map { ControllingGovernor(Controller(settings: ControllerSettings()), adviser: $0) } ?? governor()
        }
        return run.run()
    }
}

/// How rules see simulated guests: one line to change.
typealias ChosenChannel = WireChannel

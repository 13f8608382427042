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

    func figures(of scenario: Scenario, seed: UInt64, watchers: [any Watcher] = []) -> Figures {
        var run = Simulator<ChosenChannel>(scenario, seed: seed, watchers: watchers) { governor() }
        return run.run()
    }
}

/// How rules see simulated guests: one line to change.
typealias ChosenChannel = WireChannel

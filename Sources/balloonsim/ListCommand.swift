import ArgumentParser
import BalloonKit
import Simulation

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Names the scenarios, what happens in each, and the rules.")

    func run() throws {
        for scenario in ScenarioCatalog.all {
            let size = "\(scenario.pool.total), \(scenario.guests.count) guests, \(Int(scenario.duration)) s"
            print("\(scenario.name) (\(size)\(scenario.isCalm ? ", calm" : ""))\n    \(scenario.summary)")
        }
        print("\nrules: \(Rule.allCases.map(\.rawValue).joined(separator: " "))")
    }
}

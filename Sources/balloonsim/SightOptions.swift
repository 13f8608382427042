import ArgumentParser
import Simulation

/// `--unmeasured`: what the daemon is not to see.
struct SightOptions: ParsableArguments {
    @Flag(
        help: """
            As if nothing told what any guest holds of the host's memory: one process for all of them, or none that may be \
            looked into.
            """)
    var unmeasured = false

    func applied(to scenario: Scenario) -> Scenario {
        guard unmeasured else { return scenario }
        var scenario = scenario
        for index in scenario.guests.indices { scenario.guests[index].isMeasured = false }
        return scenario
    }
}

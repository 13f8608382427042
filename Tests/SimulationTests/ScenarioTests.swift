import BalloonKit
import Simulation
import Testing

@Suite struct ScenarioTests {
    @Test("Every scenario has a name and a summary of its own, and guests that could exist")
    func catalog() {
        let all = ScenarioCatalog.all
        #expect(
            all.count >= 24 && Set(all.map(\.name)).count == all.count && Set(all.map(\.summary)).count == all.count)
        for scenario in all {
            #expect(Set(scenario.guests.map(\.name)).count == scenario.guests.count, "\(scenario.name)")
            #expect(scenario.pool.total >= .gibibytes(4) && scenario.pool.total <= .gibibytes(512))
            #expect((120...1200).contains(scenario.duration))
            for guest in scenario.guests {
                #expect(
                    guest.kernel < guest.maximum && guest.touched <= guest.maximum, "\(scenario.name) \(guest.name)")
                #expect(guest.arrives <= guest.departs ?? .infinity && guest.arrives < scenario.duration)
            }
            for act in scenario.acts { #expect(act.time < scenario.duration) }
        }
    }

    @Test("Two makings of one catalog are equal, noise included")
    func deterministic() {
        #expect(ScenarioCatalog.all == ScenarioCatalog.all)
        #expect(ScenarioCatalog.scenario(named: "leak") != nil && ScenarioCatalog.scenario(named: "leek") == nil)
    }

    @Test("Scarcity is infeasible, a calm host is not", arguments: [("past-the-end", false), ("small-host", true)])
    func feasibility(name: String, isFeasible: Bool) throws {
        let scenario = try #require(ScenarioCatalog.scenario(named: name))
        #expect(Oracle.figures(of: scenario).isFeasible == isFeasible)
    }
}

import BalloonKit
import Controller
import Simulation
import Testing

/// A governor that breaks one rule, in a world in which that shows, and the checker that must see it.
struct Canary: Sendable, CustomTestStringConvertible {
    var checker: String
    var deed: String
    var scenario: Scenario
    /// Whether an operator's unmerging is carried out.
    var mayUnmerge: @Sendable (KSMUnmerging) -> Bool = { $0.fits }
    var spoil: BrokenGovernor.Spoil

    init(
        _ checker: String, _ deed: String, in scenario: Scenario = Canary.calm, _ spoil: @escaping BrokenGovernor.Spoil
    ) {
        self.checker = checker
        self.deed = deed
        self.scenario = scenario
        self.spoil = spoil
    }

    var testDescription: String { "\(checker): a governor that \(deed)" }

    func findings() -> Findings {
        let suite = CheckerSuite(scenario)
        let spoil = spoil
        var run = Simulator<DirectChannel>(scenario, watchers: [suite], mayUnmerge: mayUnmerge) {
            BrokenGovernor(spoil)
        }
        _ = run.run()
        return suite.findings
    }

    // MARK: Worlds

    static func world(
        total: ByteCount = .gibibytes(8), seconds: Double = 60, changing: (inout GuestPlan) -> Void = { _ in }
    ) -> Scenario {
        let guests = (1...4).map { number in
            var plan = GuestPlan(
                "g\(number)", maximum: .gibibytes(1), anonymous: .constant(.mebibytes(300)), touched: .mebibytes(900))
            if number == 1 { changing(&plan) }
            return plan
        }
        let pool = PoolPlan(total: total, host: .constant(.mebibytes(200)))
        return Scenario("canary", "A world to break rules in.", duration: seconds, pool: pool, guests: guests)
    }

    static let calm = world()
    static let pinned: Scenario = {
        var scenario = world()
        scenario.acts = [OperatorAct(at: 5, .pin(guest: "g1", to: .mebibytes(800)))]
        return scenario
    }()
}

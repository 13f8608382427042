import Controller
import Simulation

/// Runs every rule over every scenario, on all processors.
struct Tournament: Sendable {
    var scenarios: [Scenario]
    var rules: [Rule]
    var seed: UInt64

    private enum Result: Sendable {
        case oracle(scenario: Int, OracleFigures)
        case figures(scenario: Int, rule: Int, Figures)
    }

    /// The contests, in the order of the scenarios, each with its rules in their order.
    func contests(workers: Int) async -> [Contest] {
        var oracles = [OracleFigures?](repeating: nil, count: scenarios.count)
        var figures = [[Figures?]](repeating: [Figures?](repeating: nil, count: rules.count), count: scenarios.count)
        let jobs = scenarios.indices.flatMap { scenario in
            [(scenario, -1)] + rules.indices.map { (scenario, $0) }
        }
        await withTaskGroup(of: Result.self) { group in
            var rest = jobs[...]
            for _ in 0..<max(1, workers) { start(&rest, in: &group) }
            while let result = await group.next() {
                switch result {
                case .oracle(let scenario, let result): oracles[scenario] = result
                case .figures(let scenario, let rule, let result): figures[scenario][rule] = result
                }
                start(&rest, in: &group)
            }
        }
        return scenarios.indices.map { index in
            let results = rules.indices.compactMap { rule in
                figures[index][rule].map { (rule: rules[rule].contestant, figures: $0) }
            }
            return Contest(scenario: scenarios[index], oracle: oracles[index] ?? OracleFigures(), figures: results)
        }
    }

    private func start(_ jobs: inout ArraySlice<(Int, Int)>, in group: inout TaskGroup<Result>) {
        guard let (place, index) = jobs.popFirst() else { return }
        let scenario = scenarios[place]
        guard index >= 0 else {
            group.addTask { .oracle(scenario: place, Oracle.figures(of: scenario)) }
            return
        }
        let (rule, seed) = (rules[index], seed)
        group.addTask { .figures(scenario: place, rule: index, rule.figures(of: scenario, seed: seed)) }
    }
}

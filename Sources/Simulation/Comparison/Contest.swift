/// One scenario, what every rule made of it, and what foresight would have.
public struct Contest: Sendable {
    public var scenario: Scenario
    public var oracle: OracleFigures
    /// By rule, in the order in which they were asked for.
    public var figures: [(rule: Rule, figures: Figures)]

    public init(scenario: Scenario, oracle: OracleFigures, figures: [(rule: Rule, figures: Figures)]) {
        self.scenario = scenario
        self.oracle = oracle
        self.figures = figures
    }

    /// A rule and what it is to the comparison.
    public struct Rule: Sendable, Hashable {
        public enum Part: Sendable, Hashable {
            /// The one that is judged.
            case ours
            /// Moves balloons.
            case baseline
            /// Moves none, as `none` or KSM tuning alone: its bytes moved are no measure.
            case idle
        }
        public var name: String
        public var part: Part

        public init(_ name: String, _ part: Part) {
            self.name = name
            self.part = part
        }
    }

    public var ours: Figures? { figures.first { $0.rule.part == .ours }?.figures }
    /// Every rule that is compared with, those that move nothing included.
    public var others: [Figures] { figures.filter { $0.rule.part != .ours }.map(\.figures) }
    public var baselines: [Figures] { figures.filter { $0.rule.part == .baseline }.map(\.figures) }
}

/// What checkers found in one run. Bounded: the first violations tell the story, the rest are counted.
public struct Findings: Sendable, Hashable {
    public private(set) var violations: [Violation] = []
    /// How often each checker was violated, kept or not.
    public private(set) var counts: [String: Int] = [:]
    /// The largest value seen of what a checker bounds, by what it is: how near the bound is.
    public private(set) var extremes: [String: Int] = [:]
    private var cycle: UInt64 = 0
    private var time = 0.0

    private static let mostKeptOfOne = 3

    public init() {}

    public var isEmpty: Bool { counts.isEmpty }

    mutating func begin(_ cycle: UInt64, at time: Double) {
        self.cycle = cycle
        self.time = time
    }

    mutating func measure(_ what: String, _ value: Int) {
        if value > extremes[what] ?? 0 { extremes[what] = value }
    }

    mutating func add(_ checker: any Checker, _ guest: String? = nil, _ detail: @autoclosure () -> String) {
        counts[checker.name, default: 0] += 1
        guard counts[checker.name] ?? 0 <= Self.mostKeptOfOne else { return }
        violations.append(
            Violation(checker: checker.name, cycle: cycle, time: time, guest: guest, detail: detail()))
    }
}

import Testing

@testable import History

@Suite("Each moment of a period is told by one tier")
struct CoverageTests {
    private func told(
        _ since: Int64, _ until: Int64, _ wished: HistoryTier, _ extents: [(start: Int64, end: Int64)?]
    ) -> [String] {
        Coverage(from: since, to: until, wished: wished, extents: extents).stretches
            .map { "\($0.tier.step)s \($0.start)-\($0.end)" }
    }

    @Test("what is too old for the fine comes from the coarse, what is too young for the coarse from the fine")
    func tiers() {
        let extents: [(start: Int64, end: Int64)?] = [(7200, 9995), (3600, 9960), (0, 9900)]
        #expect(told(0, 10_000, .seconds, extents) == ["900s 0-3600", "60s 3600-7200", "5s 7200-9995"])
        #expect(told(0, 10_000, .minutes, extents) == ["900s 0-3600", "60s 3600-9960", "5s 9960-9995"])
        #expect(told(0, 10_000, .quarters, extents) == ["900s 0-9900", "60s 9900-9960", "5s 9960-9995"])
        #expect(told(7300, 7400, .seconds, extents) == ["5s 7300-7400"])
    }

    @Test("a coarse step that was made of the first fine ones is not told beside them")
    func beginnings() {
        let extents: [(start: Int64, end: Int64)?] = [(1035, 4000), (1020, 3960), (900, 3600)]
        #expect(told(0, 4000, .seconds, extents) == ["5s 1035-4000"])
    }

    @Test("a tier that is empty is passed over")
    func empty() {
        #expect(told(0, 100, .minutes, [nil, nil, nil]).isEmpty)
        #expect(told(0, 5000, .seconds, [nil, nil, (0, 4500)]) == ["900s 0-4500"])
        #expect(told(0, 5000, .quarters, [(0, 60), nil, nil]) == ["5s 0-60"])
    }
}

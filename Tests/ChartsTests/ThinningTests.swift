import Charts
import Testing

@Suite("A course with more points than a drawing can show")
struct ThinningTests {
    @Test("is thinned, and its peak stays in it")
    func thinning() {
        var points = (0..<500_000).map { (second: Int) -> PlotPoint in
            PlotPoint(time: Double(second), value: 0.5 + Double(second % 7) / 70)
        }
        points[123_456].value = 0.97
        let thin = Thinning.envelope(points, bins: 900, duration: 500_000)
        #expect(thin.count <= 900 * 5)
        #expect(thin.contains { $0.value == 0.97 })
        let level = (0..<1000).map { PlotPoint(time: Double($0), value: 1) }
        #expect(Thinning.envelope(level, bins: 900, duration: 1000).count == 2)
    }
}

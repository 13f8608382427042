import BalloonKit
import Simulation
import Testing

@Suite struct CurveTests {
    @Test("Between two points a curve is a straight line, outside it is level")
    func lines() {
        let curve = Curve([(10, .mebibytes(100)), (20, .mebibytes(200))])
        #expect(curve.amount(at: 0) == .mebibytes(100))
        #expect(curve.amount(at: 15) == .mebibytes(150))
        #expect(curve.amount(at: 99) == .mebibytes(200))
    }

    @Test("Two points at one time are a sheer step")
    func step() {
        let curve = Curve([(0, .zero), (5, .zero), (5, .mebibytes(64)), (9, .mebibytes(64))])
        #expect(curve.amount(at: 4.9) == .zero)
        #expect(curve.amount(at: 5) == .mebibytes(64))
    }
}

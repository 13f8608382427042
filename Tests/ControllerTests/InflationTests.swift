import BalloonKit
import Testing

@testable import Controller

/// What balloons take meanwhile hides what guests take.
@Suite struct InflationTests {
    @Test("The speed of a balloon is that between its last two readings, and nothing once it stands still")
    func speed() {
        var track = InflationTrack()
        for (tenths, actual) in [(0, 1000), (5, 1000), (10, 800), (15, 800)] as [(Int64, Int64)] {
            track.observe(.mebibytes(actual), at: MonotonicTime(.milliseconds(tenths * 100)))
        }
        #expect(track.rate == .mebibytes(200))
        track.observe(.mebibytes(800), at: MonotonicTime(.milliseconds(2300)))
        #expect(track.rate == .zero)
    }

    @Test("A balloon that deflates has no speed")
    func deflating() {
        var track = InflationTrack()
        track.observe(.mebibytes(800), at: .origin)
        track.observe(.mebibytes(900), at: MonotonicTime(.seconds(1)))
        #expect(track.rate == .zero)
    }

    /// One guest is cut; used memory stays where it is although its balloon inflates, so others take what it gives.
    @Test("Used memory that stands still while a balloon inflates is forecast to rise")
    func hiddenRise() throws {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 4096, maximum: 4096, available: 3800)
        let (first, state) = controller.decide(Bench.snapshot([guest], usage: 0.79), state: ControllerState())
        let target = try #require(first.verdicts[0].target)
        guest.sample.target = target
        guest.sample.actual = .mebibytes(3896)
        guest.sample.resident = .mebibytes(3896)
        let snapshot = Bench.snapshot([guest], usage: 0.79, seconds: 1)
        let (second, _) = controller.decide(snapshot, state: state)
        let coming = second.forecast.inFlight
        #expect(coming > .mebibytes(50))
        #expect(second.forecast.predicted > snapshot.pool.used - coming.scaled(by: 0.5))
    }
}

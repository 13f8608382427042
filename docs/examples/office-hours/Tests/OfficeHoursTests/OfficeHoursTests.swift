import BalloonKit
import Testing

@testable import OfficeHours

@Suite struct OfficeHoursTests {
    @Test("The manifest can be used")
    func manifest() {
        #expect(OfficeHours.manifest.problem == nil)
    }

    @Test("By day a batch guest gives before a desktop, and a desktop never below three quarters of itself")
    func reclaimsByDay() {
        let guests = [guest("batch", hours: "night"), guest("desk")]
        #expect(targets(scene(used: 8000, at: .monday(11), guests)) == ["batch": 1450])
        #expect(targets(scene(used: 9300, at: .monday(11), guests)) == ["batch": 500, "desk": 1650])
        #expect(targets(scene(used: 9999, at: .monday(11), guests)) == ["batch": 500, "desk": 1500])
    }

    @Test("By night it is the other way round")
    func reclaimsByNight() {
        let guests = [guest("batch", hours: "night"), guest("desk")]
        #expect(targets(scene(used: 8000, at: .monday(23), guests)) == ["desk": 1450])
        #expect(targets(scene(used: 9999, at: .monday(23), guests)) == ["desk": 500, "batch": 1500])
    }

    @Test("What a guest needs it keeps, off work or not")
    func keepsWhatIsNeeded() {
        let guests = [guest("desk", needs: 1800)]
        #expect(targets(scene(used: 9999, at: .monday(23), guests)) == ["desk": 1800])
    }

    @Test("In the morning a small desktop gets its part back, out of batch memory where there is no room")
    func opens() {
        let guests = [guest("batch", hours: "night"), guest("desk", actual: 500)]
        #expect(targets(scene(used: 6000, at: .monday(8), guests)) == ["desk": 1500])
        #expect(targets(scene(used: 7600, at: .monday(8), guests)) == ["desk": 1500, "batch": 1400])
        #expect(targets(scene(used: 7600, at: .monday(7, 59), guests)) == [:])
    }

    @Test("Between the marks nothing moves")
    func rests() {
        #expect(targets(scene(used: 7500, at: .monday(11), [guest("desk"), guest("other")])).isEmpty)
    }

    @Test("In calm times half of the room goes back, to those at work first")
    func givesBack() {
        let guests = [guest("batch", actual: 1000, hours: "night"), guest("desk", actual: 1600)]
        let calm = scene(used: 6000, at: .monday(11), calmFor: .seconds(20), guests)
        #expect(targets(calm) == ["desk": 2000, "batch": 1200])
    }

    @Test("Saturday is night, unless the operator says otherwise")
    func weekends() {
        let briefing = scene(used: 8000, at: .saturday(11), [guest("batch", hours: "night"), guest("desk")])
        #expect(targets(briefing) == ["desk": 1450])
        #expect(targets(briefing, knobs: ["weekends": 1]) == ["batch": 1450])
    }

    @Test("A day may go past midnight")
    func nightShift() {
        let knobs = ["opens": 20.0, "closes": 6.0]
        let guests = [guest("batch", hours: "night"), guest("desk")]
        #expect(targets(scene(used: 8000, at: .monday(2), guests), knobs: knobs) == ["batch": 1450])
        #expect(targets(scene(used: 8000, at: .monday(12), guests), knobs: knobs) == ["desk": 1450])
    }

    @Test("Without a clock everybody might be at work")
    func withoutClock() {
        let guests = [guest("batch", hours: "night"), guest("desk", needs: 1700)]
        #expect(targets(scene(used: 9999, at: nil, guests)) == ["batch": 1500, "desk": 1700])
    }

    /// Targets by guest, in MiB.
    private func targets(_ briefing: Briefing, knobs: [String: Double] = [:]) -> [String: Int64] {
        let proposals = OfficeHours(knobs: KnobValues(knobs)).propose(briefing)
        return Dictionary(uniqueKeysWithValues: proposals.map { ($0.guest, $0.target.bytes >> 20) })
    }
}

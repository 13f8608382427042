import BalloonKit
import Testing

@testable import MyPolicy

@Suite struct MyPolicyTests {
    @Test("The manifest can be used")
    func manifest() {
        #expect(MyPolicy.manifest.problem == nil)
    }

    @Test("Between the marks nothing moves")
    func rests() {
        #expect(targets(scene(used: 7500, [guest("a", idle: 900)])).isEmpty)
    }

    @Test("Over the high mark the idlest guest gives, and no more than needed")
    func takesIdleMemory() {
        let guests = [guest("a", idle: 300), guest("b", idle: 600), guest("c", idle: 100)]
        #expect(targets(scene(used: 7900, guests)) == ["b": 1550])
        #expect(targets(scene(used: 8200, guests)) == ["b": 1400, "a": 1850])
    }

    @Test("A guest that cannot give is not asked")
    func sparesWhoCannotGive() {
        let briefing = scene(used: 7900, [guest("a", idle: 300), guest("b", idle: 600, canGive: false)])
        #expect(targets(briefing) == ["a": 1700])
    }

    @Test("In calm times half of the room goes back, to all alike")
    func givesBack() {
        let guests = [guest("a", actual: 1000, idle: 0), guest("b", idle: 0)]
        #expect(targets(scene(used: 6800, calmFor: .seconds(20), guests)) == ["a": 1200])
    }

    @Test("The knob decides how much")
    func obeysItsKnob() {
        let briefing = scene(used: 6800, calmFor: .seconds(20), [guest("a", actual: 1000, idle: 0)])
        #expect(targets(briefing, knobs: ["generosity": 100]) == ["a": 1400])
    }

    /// Targets by guest, in MiB.
    private func targets(_ briefing: Briefing, knobs: [String: Double] = [:]) -> [String: Int64] {
        let proposals = MyPolicy(knobs: KnobValues(knobs)).propose(briefing)
        return Dictionary(uniqueKeysWithValues: proposals.map { ($0.guest, $0.target.bytes >> 20) })
    }
}

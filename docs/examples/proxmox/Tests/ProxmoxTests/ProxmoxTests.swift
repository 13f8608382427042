import BalloonKit
import Testing

@testable import Proxmox

/// The first four after the manifest are what Proxmox VE's own module answered to the same inputs.
@Suite struct ProxmoxTests {
    @Test("The manifest can be used")
    func manifest() {
        #expect(Proxmox.manifest.problem == nil)
    }

    @Test("Over its target the guest with free memory gives 100 MiB, and what it does not give nobody gives")
    func shrinksOneStep() {
        let briefing = scene(used: 8692, guest("a", actual: 4096, free: 2048), guest("b", actual: 4096, free: 50))
        #expect(targets(briefing) == ["a": 3996])
    }

    @Test("A guest that says nothing counts as pressed and is spared")
    func sparesTheSilent() {
        let briefing = scene(used: 8692, guest("a", actual: 4096, free: 2048), guest("b", actual: 4096))
        #expect(targets(briefing) == ["a": 3996])
    }

    @Test("The only guest is cut although it has next to nothing free")
    func cutsTheOnlyOne() {
        #expect(targets(scene(used: 8692, guest("a", actual: 4096, free: 50))) == ["a": 3996])
    }

    @Test("While memory is handed out, a guest above its share is shrunk")
    func shrinksWhileGrowing() {
        let briefing = scene(used: 8092, guest("a", actual: 3072, free: 2048), guest("b", actual: 1024, free: 800))
        #expect(targets(briefing) == ["a": 2972, "b": 1124])
    }

    @Test("Under its target a pressed guest comes first, and a comfortable one gets nothing")
    func growsThePressed() {
        let briefing = scene(used: 7000, guest("a", actual: 2048, free: 20), guest("b", actual: 2048, free: 1500))
        #expect(targets(briefing) == ["a": 2148])
    }

    @Test("Shares divide what guests have above their minimum")
    func dividesByShares() {
        // 40 MiB less than the 2048 above the minima, one to three: 502 and 1506.
        let briefing = scene(
            used: 8232, guest("a", actual: 1530, free: 900, shares: 1000),
            guest("b", actual: 2566, free: 900, shares: 3000))
        #expect(targets(briefing) == ["a": 1526, "b": 2530])
    }

    @Test("A guest at its minimum leaves what it cannot give to the others")
    func redistributes() {
        let briefing = scene(
            used: 8292, guest("a", actual: 1024, free: 900), guest("b", actual: 1064, free: 900),
            guest("c", actual: 1104, free: 900))
        #expect(targets(briefing) == ["b": 1034, "c": 1034])
    }

    @Test("Within 10 MiB of the target nothing happens", arguments: [(8201, true), (8203, false), (8183, true)])
    func deadBand(used: Int64, rests: Bool) {
        #expect(targets(scene(used: used, guest("a", actual: 4000, free: 2048))).isEmpty == rests)
    }

    @Test("It acts in every tenth cycle, or as its knob says")
    func keepsItsPeriod() {
        #expect(rounds(KnobValues()) == [0, 10, 20])
        #expect(rounds(KnobValues(["period": 7])) == [0, 7, 14])
    }

    @Test("Its target is a knob")
    func obeysItsTarget() {
        let briefing = scene(used: 8692, guest("a", actual: 4096, free: 2048))
        #expect(targets(briefing, knobs: ["ballooning-target": 90]).isEmpty)
    }

    @Test("A guest that is not to be moved is left alone")
    func leavesTheUnmovable() {
        #expect(targets(scene(used: 8692, guest("a", actual: 4096, free: 2048, isMovable: false))).isEmpty)
    }

    /// The cycles of twenty in which it acts.
    private func rounds(_ knobs: KnobValues) -> [UInt64] {
        (0...20).filter { cycle in
            let briefing = scene(used: 8692, cycle: cycle, guest("a", actual: 4096, free: 2048))
            return !Proxmox(knobs: knobs).propose(briefing).isEmpty
        }
    }

    /// Targets by guest, in MiB.
    private func targets(_ briefing: Briefing, knobs: [String: Double] = [:]) -> [String: Int64] {
        let proposals = Proxmox(knobs: KnobValues(knobs)).propose(briefing)
        return Dictionary(uniqueKeysWithValues: proposals.map { ($0.guest, $0.target.bytes >> 20) })
    }
}

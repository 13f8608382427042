import BalloonKit
import Testing

@testable import Tiers

@Suite struct TiersTests {
    @Test("The manifest can be used")
    func manifest() {
        #expect(Tiers.manifest.problem == nil)
    }

    @Test("Idle memory goes from bronze, then from silver, then from gold")
    func order() {
        let guests = [
            guest("a", "gold", uses: 800), guest("b", "bronze", uses: 1400), guest("c", "silver", uses: 1400),
        ]
        #expect(targets(scene(used: 7800, guests)) == ["b": 1650])
        #expect(targets(scene(used: 8150, guests)) == ["b": 1600, "c": 1700])
        #expect(targets(scene(used: 8450, guests)) == ["b": 1600, "c": 1600, "a": 1800])
    }

    @Test("Within a tier the idlest gives first")
    func idlestFirst() {
        let guests = [guest("a", "bronze", uses: 1400), guest("b", "bronze", uses: 600)]
        #expect(targets(scene(used: 7800, guests)) == ["b": 1650])
    }

    @Test("A guest without a tier is silver, and so is one with a word that nobody knows")
    func silverByDefault() {
        let guests = [
            guest("a", "platinum", uses: 1700), guest("b", nil, uses: 1600), guest("c", "bronze", uses: 1700),
        ]
        #expect(targets(scene(used: 7700 + 1, guests)) == ["c": 1900, "b": 1849])
    }

    @Test("When idle memory does not suffice bronze is squeezed before silver, and gold never")
    func squeeze() {
        let guests = [
            guest("a", "gold", uses: 1800), guest("b", "bronze", uses: 1700), guest("c", "silver", uses: 1700),
        ]
        // 100 of each are idle; of its reserve of 200 a guest keeps 80.
        #expect(targets(scene(used: 8000, guests)) == ["b": 1900, "c": 1900], "not yet in danger")
        #expect(targets(scene(used: 8001, guests)) == ["b": 1780, "c": 1780])
        #expect(targets(scene(used: 9999, guests))["a"] == nil)
    }

    @Test("The knob says what a squeeze leaves")
    func squeezedReserve() {
        let guests = [guest("b", "bronze", uses: 1700)]
        #expect(targets(scene(used: 8001, guests), knobs: ["squeezed-reserve": 20]) == ["b": 1740])
        #expect(targets(scene(used: 8001, guests), knobs: ["squeezed-reserve": 100]) == ["b": 1900])
    }

    @Test("A gold guest in distress gets first, out of idle memory of bronze")
    func distress() {
        let guests = [
            guest("a", "silver", actual: 1000, uses: 990, isInDistress: true),
            guest("b", "gold", actual: 1000, uses: 990, isInDistress: true), guest("c", "bronze", uses: 600),
        ]
        let proposals = Tiers(knobs: KnobValues()).propose(scene(used: 7600, guests))
        #expect(proposals.map(\.guest) == ["b", "a", "c"])
        #expect(proposals.map { $0.target.bytes >> 20 } == [1390, 1390, 1620])
    }

    @Test("Between the marks nothing moves")
    func rests() {
        #expect(targets(scene(used: 7500, [guest("a", "bronze", uses: 100)])).isEmpty)
    }

    @Test("In calm times gold gets its memory back first")
    func givesBack() {
        let guests = [
            guest("a", "bronze", actual: 1000, uses: 500), guest("b", "gold", actual: 1600, uses: 500),
            guest("c", "silver", actual: 1950, uses: 500),
        ]
        #expect(targets(scene(used: 6200, calmFor: .seconds(20), guests)) == ["b": 2000, "c": 2000, "a": 1050])
    }

    /// Targets by guest, in MiB.
    private func targets(_ briefing: Briefing, knobs: [String: Double] = [:]) -> [String: Int64] {
        let proposals = Tiers(knobs: KnobValues(knobs)).propose(briefing)
        return Dictionary(uniqueKeysWithValues: proposals.map { ($0.guest, $0.target.bytes >> 20) })
    }
}

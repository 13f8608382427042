import BalloonKit
import Baselines
import Controller
import Testing

/// A pool of 10 GiB with its line at 8192 MiB, and nothing on it but guests unless a test says so.
@Suite struct QmemmanGovernorTests {
    private var governor = QmemmanGovernor(settings: ControllerSettings())

    @Test("What is left over what guests prefer is divided in proportion to that")
    mutating func plenty() {
        // Preferred 1300 and 2600; 8192 - 50 - 3900 = 4242 over, a third and two thirds of it.
        let decision = governor.decide(
            moment(
                used: 3500, guest("a", actual: 1500, maximum: 8192, free: 500),
                guest("b", actual: 2000, maximum: 8192, free: 0)))
        #expect(decision.targets["a"] == 2711)
        #expect(decision.actions.allSatisfy { $0.reason.code == "qmemman-balance" })
        // 0.999 x (2600 + 2828) = 5422, but only what is free now: (4692 - 1211 x 1.00781 - 25) / 1.00781.
        #expect(decision.targets["b"] == 5419)
    }

    @Test("What the largest may not have goes to the others")
    mutating func leftovers() {
        let decision = governor.decide(
            moment(
                used: 3000, guest("a", actual: 1000, maximum: 1000, free: 0),
                guest("b", actual: 2000, maximum: 8192, free: 1000)))
        // A third of 8142 - 2300 would go to a beyond its 1000: b gets it.
        #expect(decision.targets["b"].map { $0 > 7000 } == true)
    }

    @Test("When there is little, those who lack get what is free less what donors are about to give")
    mutating func scarcity() {
        // Free 450, of which 50 are kept: 400. The donor gives 300: the acceptor gets 100, less a thousandth of its size.
        var taker = guest("taker", actual: 1500, maximum: 8192, free: 0)
        taker.sample.reported?.swapOut = .mebibytes(1000)
        let decision = governor.decide(
            moment(
                used: 7742, guest("donor", actual: 2742, maximum: 8192, floor: 2442, free: 2000), taker,
                guest("without statistics", actual: 3500, maximum: 8192)))
        #expect(decision.targets == ["donor": 2442, "taker": 1598])
    }

    @Test("With nothing free, donors give and nobody gets in that round")
    mutating func nothingFree() {
        let decision = governor.decide(
            moment(
                used: 8092, guest("donor", actual: 4092, maximum: 8192, floor: 3792, free: 3000),
                guest("taker", actual: 4000, maximum: 8192, free: 0)))
        #expect(decision.targets == ["donor": 3792])
    }

    @Test("It divides memory that was given, not memory that was touched")
    mutating func countsWhatWasGiven() {
        let decision = governor.decide(
            moment(
                used: 2000, guest("a", actual: 6000, maximum: 6000, free: 5500, resident: 1000),
                guest("b", actual: 6000, maximum: 6000, free: 5500, resident: 1000)))
        // Both prefer 650: half of 8142 each, although the pool is nearly empty.
        #expect(decision.targets == ["a": 4066, "b": 4066])
    }

    @Test("What is not the guests' is not divided")
    mutating func othersMemory() {
        let decision = governor.decide(
            moment(used: 4000, guest("a", actual: 2000, maximum: 8192, free: 1500, resident: 1000)))
        #expect(decision.targets == ["a": 5136])
    }

    @Test("A page cache is not use, swapped memory is")
    mutating func use() {
        var cached = guest("a", actual: 6000, maximum: 6000, free: 500, caches: 5000)
        cached.sample.reported?.swapOut = .mebibytes(900)
        cached.sample.reported?.swapIn = .mebibytes(400)
        let decision = governor.decide(
            moment(used: 9000, cached, guest("b", actual: 5500, maximum: 8192, free: 0)))
        // 500 used and 500 swapped: 1300.
        #expect(decision.targets == ["a": 1300])
    }

    @Test("Small changes are not made")
    mutating func deadBand() {
        let snapshot = moment(
            used: 8100, guest("a", actual: 4050, maximum: 8192, free: 2000),
            guest("b", actual: 4050, maximum: 8192, free: 2000))
        #expect(governor.decide(snapshot).actions.isEmpty)
    }

    @Test("Without news from any guest nothing is done")
    mutating func news() {
        let full = { (second: Int, actual: Int64, updates: UInt64) in
            moment(second, used: 9000, guest("a", actual: actual, maximum: 9000, free: 5000, updates: updates))
        }
        #expect(!governor.decide(full(0, 9000, 1)).actions.isEmpty)
        #expect(governor.decide(full(1, 8800, 1)).actions.isEmpty)
        #expect(!governor.decide(full(2, 8800, 2)).actions.isEmpty)
    }

    @Test("Who was asked and did not move is left out, until it is near its target")
    mutating func noProgress() {
        let ask = { (second: Int, actual: Int64) in
            moment(
                second, used: actual, guest("a", actual: actual, maximum: 9000, free: 5000, updates: UInt64(second + 1))
            )
        }
        #expect(governor.decide(ask(0, 9000)).targets["a"] != nil)
        #expect(governor.decide(ask(1, 9000)).actions.isEmpty)
        #expect(governor.decide(ask(2, 9000)).actions.isEmpty)
        // It moved after all, and lacks now: it is one of them again.
        let back = governor.decide(ask(3, 3000)).targets["a"]
        #expect(back.map { $0 > 3000 } == true)
    }
}

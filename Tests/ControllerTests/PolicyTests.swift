import BalloonKit
import Testing

@testable import Controller

@Suite struct PolicyTests {
    @Test("A small need is taken from the guest that holds most idle memory")
    func fewDonors() {
        let guests = [
            Bench.guest("a", available: 500), Bench.guest("b", available: 900), Bench.guest("c", available: 500),
        ]
        let decision = Bench.decide(Bench.snapshot(guests, usage: 0.772))
        #expect(decision.verdicts.map(\.action) == [.hold, .reclaim, .hold])
        #expect(decision.rung == .reclaim)
    }

    @Test("Idle memory is left in proportion to shares")
    func shares() {
        var guests = [
            Bench.guest("a", actual: 2048, available: 1900), Bench.guest("b", actual: 2048, available: 1900),
        ]
        guests[1].limits.shares = 4000
        let decision = Bench.decide(Bench.snapshot(guests, usage: 0.90))
        let left = decision.verdicts.map { $0.assessment.idle + $0.change }
        #expect(decision.verdicts[0].change < decision.verdicts[1].change)
        #expect(left[1].fraction(of: left[0]) > 3.5)
    }

    @Test("Untouched memory does not count as idle: inflating it would return nothing")
    func residentAware() {
        let guest = Bench.guest(actual: 2048, available: 1900, resident: 20)
        let decision = Bench.decide(Bench.snapshot([guest], usage: 0.79))
        #expect(decision.verdicts[0].assessment.idle == .zero)
        #expect(decision.verdicts[0].action == .hold)
    }

    @Test("What a guest touched and no longer uses counts as idle; working set and reserve stay with it")
    func touchedSlack() throws {
        let guest = Bench.guest(actual: 2048, available: 1900, resident: 300)
        let decision = Bench.decide(Bench.snapshot([guest], usage: 0.79))
        let assessment = decision.verdicts[0].assessment
        // Resident are 300 MiB, of which the working set explains 148, and the kernel touched none of its 30.
        #expect(assessment.idle == .mebibytes(182))
        #expect(decision.verdicts[0].reason.code == .idleMemory)
        let workingSet = try #require(assessment.workingSet)
        #expect(assessment.kept == workingSet + assessment.reserve)
        #expect(try #require(decision.verdicts[0].target) >= assessment.kept)
    }

    @Test("Between the marks nothing moves")
    func betweenMarks() {
        let decision = Bench.decide(Bench.snapshot([Bench.guest(available: 900)], usage: 0.75))
        #expect(decision.actions.isEmpty && decision.rung == .normal)
    }

    @Test("A guest that claims to need everything is protected up to its fair share and no further")
    func liar() {
        let honest = (1...3).map { Bench.guest("honest\($0)", actual: 512, available: 400) }
        var liar = Bench.guest("liar", actual: 8000, maximum: 8192, available: 0)
        // Known: else it would be taken for a guest that starves under the target of an earlier daemon.
        liar.sample.target = .mebibytes(8000)
        let decision = Bench.decide(Bench.snapshot(honest + [liar], usage: 0.95))
        let verdict = decision.verdicts[3]
        #expect(verdict.action == .reclaim && verdict.reason.code == .overFairShare)
        #expect(decision.verdicts.dropLast().allSatisfy { $0.target.map { $0 >= .mebibytes(112) } ?? true })
    }

    @Test(
        "A guest with much above its fair share is cut into its working set only if that does not kill, until it is dire"
    )
    func withoutSwap() {
        let others = (10..<24).map { Bench.guest("g\($0)", actual: 500, maximum: 500, available: 20) }
        func big(_ change: (inout GuestSample) -> Void, usage: Double = 0.88) -> (target: ByteCount, need: ByteCount) {
            var big = Bench.guest("z", actual: 2000, maximum: 2000, available: 100)
            big.sample.target = .mebibytes(2000)
            change(&big.sample)
            let verdict = Bench.decide(Bench.snapshot(others + [big], usage: usage)).verdicts[14]
            return (verdict.target ?? .mebibytes(2000), verdict.assessment.workingSet ?? .max)
        }
        let plain = big { _ in }
        #expect(plain.target >= plain.need)
        let swapping = big { $0.reported?.swapOut = .mebibytes(50) }
        #expect(swapping.target < swapping.need)
        let deflating = big { $0.deflatesOnOOM = true }
        #expect(deflating.target < deflating.need)
        let dire = big({ _ in }, usage: 0.93)
        #expect(dire.target < dire.need)
    }

    @Test("Of what a guest has come to hold since its statistics it is short already")
    func grownSinceStatistics() throws {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 1024, maximum: 2048, available: 600, resident: 500)
        let state = controller.decide(Bench.snapshot([guest]), state: ControllerState()).1
        guest.sample.resident = .mebibytes(950)
        let decision = controller.decide(Bench.snapshot([guest], seconds: 0.5), state: state).0
        #expect(try #require(decision.actions.first).action == .grant)
    }

    @Test("Reclaims, withdrawals and pins come before grants")
    func order() {
        let guests = [
            Bench.guest("a", available: 20), Bench.guest("b", available: 950), Bench.guest("c", available: 950),
        ]
        let decision = Bench.decide(Bench.snapshot(guests, usage: 0.785))
        let actions = decision.actions.map(\.action)
        #expect(actions.last == .grant)
        #expect(actions.first == .reclaim)
    }

    @Test("Of guests in like need each gets its reserve of scarce headroom before any gets more")
    func reservesFirst() {
        let guests = (1...4).map { Bench.guest("g\($0)", actual: 512, maximum: 1024, available: 20) }
        // 460 MiB are left under the limit: 108 complete a reserve, 236 would be comfortable.
        let decision = Bench.decide(Bench.snapshot(guests, usage: 0.75))
        #expect(decision.verdicts.allSatisfy { $0.change >= .mebibytes(107) }, "\(decision.verdicts.map(\.change))")
    }

    @Test("A guest that takes balloon memory back by itself is in distress")
    func deflateOnOOM() {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 512, available: 90)
        guest.sample.deflatesOnOOM = true
        guest.sample.target = .mebibytes(512)
        let (_, state) = controller.decide(Bench.snapshot([guest]), state: ControllerState())
        guest.sample.actual = .mebibytes(640)
        let (decision, _) = controller.decide(Bench.snapshot([guest], seconds: 0.5), state: state)
        #expect(decision.verdicts[0].assessment.isInDistress)
        #expect(decision.verdicts[0].target ?? .zero > .mebibytes(640))
    }

    @Test("Swapping in while little is available is distress")
    func swapping() {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 512, available: 200)
        guest.sample.reported?.swapIn = .mebibytes(10)
        let (_, state) = controller.decide(Bench.snapshot([guest]), state: ControllerState())
        guest.sample.reported?.swapIn = .mebibytes(30)
        guest.sample.statisticsUpdates = 2
        let (decision, _) = controller.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(decision.verdicts[0].reason.code == .distress && decision.verdicts[0].action == .grant)
    }

    @Test("Statistics taken while the balloon moved are paired with the memory the guest had then")
    func pairing() {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 1024, available: 700)
        let (_, state) = controller.decide(Bench.snapshot([guest]), state: ControllerState())
        guest.sample.actual = .mebibytes(600)
        guest.sample.statisticsUpdates = 2
        guest.sample.reported?.available = .mebibytes(500)
        guest.sample.reported?.total = .mebibytes(794)
        let (decision, _) = controller.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(decision.verdicts[0].assessment.workingSet == .mebibytes(324))
    }
}

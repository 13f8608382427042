import BalloonKit
import Testing

@testable import Controller

/// What another policy says about a cycle, and what holds whatever it says.
@Suite struct CounselTests {
    private let controller = Controller(settings: ControllerSettings())

    private func decide(_ snapshot: Snapshot, _ counsel: Counsel?) -> Decision {
        controller.decide(snapshot, state: ControllerState(), counsel: counsel).0
    }

    private func cut(_ guest: String, to mebibytes: Int64) -> Proposal {
        Proposal(guest: guest, target: .mebibytes(mebibytes), reason: Reason("wish"))
    }

    @Test("Its proposals are decided upon, with its own reasons and under its name")
    func followed() throws {
        let guests = [
            Bench.guest("a", actual: 2048, maximum: 2048, available: 1800),
            Bench.guest("b", actual: 2048, maximum: 2048, available: 1800),
        ]
        let snapshot = Bench.snapshot(guests, usage: 0.78)
        let decision = decide(snapshot, .proposals([cut("b", to: 1900)], by: "mine"))
        #expect(decision.policy == "mine" && decision.policyReason == nil)
        #expect(decision.verdicts.map(\.target) == [nil, .mebibytes(1900)])
        #expect(decision.verdicts[1].reason.code == "wish")
    }

    @Test("Without an answer the built-in policy decides as ever, and says why")
    func absent() {
        let guests = (1...4).map { Bench.guest("g\($0)", actual: 2048, maximum: 2048, available: 1800) }
        let snapshot = Bench.snapshot(guests, usage: 0.82)
        let own = decide(snapshot, nil)
        let standIn = decide(snapshot, .absent(Reason(.policyLate), by: "mine"))
        #expect(standIn.verdicts == own.verdicts && !own.actions.isEmpty)
        #expect(standIn.policy == "built-in" && standIn.policyReason?.code == .policyLate)
        #expect(own.policyReason == nil)
    }

    @Test(
        "A policy that would let the line be crossed is replaced in the same cycle",
        arguments: [[], [Proposal(guest: "g1", target: .gibibytes(2), reason: Reason("more"))]])
    func backstop(proposals: [Proposal]) {
        let guests = (1...4).map { Bench.guest("g\($0)", actual: 1920, maximum: 2048, available: 1700) }
        let snapshot = Bench.snapshot(guests, usage: 0.85)
        let decision = decide(snapshot, .proposals(proposals, by: "mine"))
        #expect(decision.policy == "built-in")
        #expect(decision.policyReason == Reason(.policyFallsShort, remark: "mine"))
        #expect(decision.verdicts == decide(snapshot, nil).verdicts && decision.reclaimed > .mebibytes(500))
    }

    @Test("One that gets the pool under the line by itself is not")
    func suffices() {
        let guests = (1...4).map { Bench.guest("g\($0)", actual: 2048, maximum: 2048, available: 1800) }
        let snapshot = Bench.snapshot(guests, usage: 0.82)
        let decision = decide(snapshot, .proposals([cut("g3", to: 1000)], by: "mine"))
        #expect(decision.policy == "mine" && decision.verdicts[2].target != nil)
    }

    @Test("Over the line nobody replaces it who gets no further")
    func noBetter() {
        let guest = Bench.guest("only", actual: 2048, maximum: 2048, available: 100)
        let decision = decide(Bench.snapshot([guest], usage: 0.85), .proposals([], by: "mine"))
        #expect(decision.policy == "mine" && decision.reclaimed == .zero)
    }

    @Test("A guest in distress is helped although the policy is silent, holds it or cuts it", arguments: [nil, 0, -64])
    func distress(change: Int64?) {
        let guests = [
            Bench.guest("idle", actual: 2048, maximum: 2048, available: 1800),
            Bench.guest("poor", actual: 1024, maximum: 2048, available: 40),
        ]
        let proposals = change.map { [cut("poor", to: 1024 + $0)] } ?? []
        let verdict = decide(Bench.snapshot(guests), .proposals(proposals, by: "mine")).verdicts[1]
        #expect(verdict.action == .grant && verdict.reason.code == .distress)
    }

    @Test("How much a guest in distress gets is the policy's to say")
    func distressIsItsOwn() {
        let guest = Bench.guest("poor", actual: 1024, maximum: 2048, available: 40)
        let verdict = decide(Bench.snapshot([guest]), .proposals([cut("poor", to: 1100)], by: "mine")).verdicts[0]
        #expect(verdict.target == .mebibytes(1100) && verdict.reason.code == "wish")
    }

    @Test("The briefing is the one that the controller's own policy is given")
    func briefing() {
        let guests = [Bench.guest("a"), Bench.guest("b", available: 40)]
        let snapshot = Bench.snapshot(guests, usage: 0.78)
        let briefing = controller.brief(snapshot, state: ControllerState())
        let counsel = Counsel.proposals(BuiltInPolicy().propose(briefing), by: "built-in")
        #expect(decide(snapshot, counsel) == decide(snapshot, nil))
    }

    @Test(
        "Whatever is proposed, nobody is cut below the floor or given more than the ceiling", arguments: UInt64(0)..<100
    )
    func hostile(seed: UInt64) {
        var world = RandomWorld(seed: seed)
        var state = ControllerState()
        for _ in 0..<20 {
            let snapshot = world.next()
            let briefing = controller.brief(snapshot, state: state)
            let proposals = HostilePolicy(seed: seed).propose(briefing)
            let decision: Decision
            (decision, state) = controller.decide(snapshot, state: state, counsel: .proposals(proposals, by: "hostile"))
            for verdict in decision.verdicts {
                guard let target = verdict.target, let actual = verdict.actual else { continue }
                if verdict.action == .reclaim { #expect(target >= verdict.assessment.floor ?? .zero) }
                if verdict.action == .grant, target > actual { #expect(target <= verdict.assessment.ceiling ?? .max) }
            }
        }
    }
}

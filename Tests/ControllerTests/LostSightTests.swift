import BalloonKit
import Testing

@testable import Controller

/// Guests of which something is not known: no new statistics, no target, another machine under the same name.
@Suite struct LostSightTests {
    private let controller = Controller(settings: ControllerSettings())

    private func stale(_ state: GuestState = .stale) -> Snapshot.Guest {
        var guest = Bench.guest(actual: 1024, maximum: 2048, available: 600)
        guest.sample.state = state
        guest.sample.statisticsAge = .seconds(5)
        return guest
    }

    @Test("A running guest that no longer reports gets its reserve out of headroom, once")
    func staleGrant() {
        var guest = stale()
        let (first, state) = controller.decide(Bench.snapshot([guest]), state: ControllerState())
        let verdict = first.verdicts[0]
        #expect(verdict.action == .grant)
        #expect(verdict.change > .zero && verdict.change <= verdict.assessment.reserve)
        guest.sample.target = verdict.target
        let (second, _) = controller.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(second.verdicts[0].target == nil)
        let full = Bench.decide(Bench.snapshot([stale()], usage: 0.8)).verdicts[0]
        #expect(full.target == nil && full.guardrails.map(\.code) == [.headroom])
    }

    @Test("No guest gets memory unseen that is paused, at its ceiling, or cannot be reached")
    func noStaleGrant() {
        for state in GuestState.allCases where state != .stale && state != .fresh {
            #expect(Bench.decide(Bench.snapshot([stale(state)])).verdicts[0].target == nil)
        }
        var stopped = stale()
        stopped.sample.isRunning = false
        var paused = stale()
        paused.isPaused = true
        var full = stale()
        full.limits.ceiling = .mebibytes(1024)
        for guest in [stopped, paused, full] {
            #expect(Bench.decide(Bench.snapshot([guest])).verdicts[0].target == nil)
        }
        var snapshot = Bench.snapshot([stale()])
        snapshot.isPaused = true
        #expect(Bench.decide(snapshot).verdicts[0].target == nil)
    }

    @Test("A target of an earlier daemon that a guest starves under is taken back, headroom or not")
    func foreignTarget() {
        let guest = Bench.guest(actual: 1024, maximum: 2048, available: 6)
        let verdict = Bench.decide(Bench.snapshot([guest], usage: 0.85)).verdicts[0]
        #expect(verdict.action == .withdraw)
        #expect(verdict.target ?? .zero >= .mebibytes(1024) + verdict.assessment.reserve)
        var known = guest
        known.sample.target = .mebibytes(1024)
        #expect(Bench.decide(Bench.snapshot([known], usage: 0.85)).verdicts[0].action != .withdraw)
        let wealthy = Bench.guest(actual: 1024, maximum: 2048, available: 60)
        #expect(Bench.decide(Bench.snapshot([wealthy], usage: 0.85)).verdicts[0].action != .withdraw)
    }

    @Test("A new machine under an old name has no past")
    func newMachine() {
        var guest = Bench.guest(available: 900)
        guest.sample.pid = 100
        let lower = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(900)))
        let grants = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(1200)))
        let (_, state) = lower.decide(Bench.snapshot([guest]), state: ControllerState())
        let same = grants.decide(Bench.snapshot([guest], seconds: 1), state: state).0.verdicts[0]
        #expect(same.guardrails.map(\.code) == [.coolDown])
        guest.sample.pid = 200
        let other = grants.decide(Bench.snapshot([guest], seconds: 1), state: state).0.verdicts[0]
        #expect(other.action == .grant)
    }

    @Test("Statistics of a new connection are taken in although their count is the same")
    func reconnect() {
        var guest = Bench.guest(available: 900)
        guest.sample.target = .mebibytes(1024)
        var state = controller.decide(Bench.snapshot([guest]), state: ControllerState()).1
        guest.sample.target = nil
        guest.sample.reported?.available = .mebibytes(300)
        let (decision, next) = controller.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(decision.verdicts[0].assessment.workingSet == .mebibytes(724))
        state = next
        guest.sample.state = .connecting
        state = controller.decide(Bench.snapshot([guest], seconds: 2), state: state).1
        guest.sample.state = .fresh
        guest.sample.reported?.available = .mebibytes(400)
        let again = controller.decide(Bench.snapshot([guest], seconds: 3), state: state).0
        #expect(again.verdicts[0].assessment.workingSet == .mebibytes(624))
    }
}

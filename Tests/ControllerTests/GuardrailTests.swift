import BalloonKit
import Testing

@testable import Controller

@Suite struct GuardrailTests {
    private func verdict(_ guest: Snapshot.Guest, to target: Int64, usage: Double = 0.5) -> Verdict {
        Bench.decide(Bench.snapshot([guest], usage: usage), FixedPolicy(target: .mebibytes(target))).verdicts[0]
    }

    @Test("A pin wins over a proposal, and is what is sent")
    func pin() {
        var guest = Bench.guest()
        guest.pin = Pin(target: .mebibytes(700), reason: "quiet night", setBy: "ann")
        let verdict = verdict(guest, to: 1500)
        #expect(verdict.action == .pin && verdict.target == .mebibytes(700))
        #expect(verdict.guardrails.map(\.code) == [.pinWins])
    }

    @Test("Guests that are not fresh, running and managed are held, each with its reason")
    func eligibility() {
        for state in GuestState.allCases where state != .fresh {
            var guest = Bench.guest(maximum: 1024)
            guest.sample.state = state
            let verdict = verdict(guest, to: 700)
            #expect(verdict.action == .hold && verdict.target == nil)
            #expect(verdict.guardrails.map(\.code.rawValue) == [state.rawValue])
        }
        var stopped = Bench.guest()
        stopped.sample.isRunning = false
        #expect(verdict(stopped, to: 700).guardrails.map(\.code) == [.notRunning])
        var old = Bench.guest(maximum: 1024)
        old.sample.statisticsAge = .seconds(4)
        #expect(verdict(old, to: 700).guardrails.map(\.code) == [.stale])
        var paused = Bench.guest()
        paused.isPaused = true
        #expect(verdict(paused, to: 700).guardrails.map(\.code) == [.guestPaused])
    }

    @Test("Locked memory gives nothing and is not asked")
    func locked() {
        var guest = Bench.guest()
        guest.sample.traits = MemoryTraits(isLocked: true)
        #expect(verdict(guest, to: 700).guardrails.map(\.code) == [.cannotGive])
        #expect(verdict(guest, to: 1200).action == .grant)
    }

    @Test("Floor and ceiling bound every target")
    func bounds() {
        var guest = Bench.guest(available: 1000)
        guest.limits = GuestLimits(floor: .mebibytes(900), ceiling: .mebibytes(1500))
        let low = verdict(guest, to: 100, usage: 0.9)
        #expect(low.target == .mebibytes(900) && low.guardrails.map(\.code) == [.floorBound])
        let high = verdict(guest, to: 4000)
        #expect(high.target == .mebibytes(1500) && high.guardrails.map(\.code) == [.ceilingBound])
    }

    @Test("A cut is not rounded up past the ceiling")
    func rounding() {
        var guest = Bench.guest(actual: 300, maximum: 512, available: 280)
        let ceiling = ByteCount.mebibytes(262) + ByteCount(102_400)
        guest.limits.ceiling = ceiling
        let policy = FixedPolicy(target: .mebibytes(262) + ByteCount(51_200))
        #expect(Bench.decide(Bench.snapshot([guest]), policy).verdicts[0].target == ceiling)
    }

    @Test("A working set and its reserve are kept while the line is not in danger")
    func workingSet() {
        let verdict = verdict(Bench.guest(available: 300), to: 200)
        #expect(verdict.guardrails.first?.code == .workingSet)
        #expect(verdict.target ?? .zero >= .mebibytes(724 + 256))
    }

    @Test("A calm pool cuts an eighth at most; one that crosses the line cuts all that is idle at once")
    func stepLimit() {
        let guest = Bench.guest(actual: 1024, available: 900)
        let calm = verdict(guest, to: 500)
        #expect(calm.target == .mebibytes(896) && calm.guardrails.map(\.code) == [.stepLimit])
        #expect(verdict(guest, to: 500, usage: 0.9).target == .mebibytes(500))
    }

    @Test("Small moves are not worth it; a guest in distress gets them")
    func deadBand() {
        #expect(verdict(Bench.guest(), to: 1034).guardrails.map(\.code) == [.deadBand])
        #expect(verdict(Bench.guest(available: 20), to: 1034).target == .mebibytes(1034))
    }

    @Test("What is on its way is not asked again")
    func alreadyAsked() {
        var guest = Bench.guest(actual: 1024, available: 900)
        guest.sample.target = .mebibytes(900)
        #expect(verdict(guest, to: 900).guardrails.map(\.code) == [.alreadyAsked])
    }

    @Test("A grant waits out the cool-down after a reclaim, unless the guest is in distress")
    func coolDown() {
        let controller = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(900)))
        let granting = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(1200)))
        let (_, state) = controller.decide(
            Bench.snapshot([Bench.guest(available: 900)]), state: ControllerState())
        func later(_ seconds: Double, available: Int64) -> Verdict {
            var guest = Bench.guest(actual: 900, available: available, updates: 2)
            guest.sample.target = .mebibytes(900)
            return granting.decide(Bench.snapshot([guest], seconds: seconds), state: state).0.verdicts[0]
        }
        #expect(later(2, available: 700).guardrails.map(\.code) == [.coolDown])
        #expect(later(2, available: 20).action == .grant)
        #expect(later(11, available: 700).action == .grant)
    }

    @Test("Grants together stay within measured headroom, those in distress first")
    func headroom() {
        let guests = [Bench.guest("calm"), Bench.guest("sick", available: 20)]
        let decision = Bench.decide(Bench.snapshot(guests, usage: 0.76), FixedPolicy(target: .mebibytes(1324)))
        #expect(decision.verdicts[1].target == .mebibytes(1324))
        #expect(decision.verdicts[0].change < .mebibytes(100))
        #expect(decision.verdicts[0].guardrails.map(\.code) == [.headroom])
        #expect(decision.granted <= .gibibytes(10).scaled(by: 0.04))
    }

    @Test("Where headroom does not suffice for all in need, each gets an equal part of it")
    func parts() {
        let guests = ["a", "b"].map { Bench.guest($0, available: 20) }
        var snapshot = Bench.snapshot(guests, usage: 0.76)
        for index in snapshot.guests.indices { snapshot.guests[index].sample.target = .mebibytes(1024) }
        let decision = Bench.decide(snapshot, FixedPolicy(target: .mebibytes(1800)))
        let given = decision.verdicts.map(\.change)
        #expect(given[0] > .mebibytes(100) && given[0] == given[1])
        #expect(decision.granted <= .gibibytes(10).scaled(by: 0.04))
    }

    @Test("One move a guest for each new statistics")
    func oneMove() {
        let controller = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(900)))
        let lower = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(800)))
        let (_, state) = controller.decide(
            Bench.snapshot([Bench.guest(available: 900)]), state: ControllerState())
        var guest = Bench.guest(actual: 900, available: 776)
        guest.sample.target = .mebibytes(900)
        let same = lower.decide(Bench.snapshot([guest], seconds: 0.5), state: state).0.verdicts[0]
        #expect(same.guardrails.map(\.code) == [.awaitingStatistics])
        guest.sample.statisticsUpdates = 2
        let new = lower.decide(Bench.snapshot([guest], seconds: 0.5), state: state).0.verdicts[0]
        #expect(new.target == .mebibytes(800))
    }

    @Test("A ceiling that the operator lowers is enforced without pressure, a floor that he raises is granted")
    func operatorBounds() {
        var high = Bench.guest(actual: 1024, available: 900)
        high.limits.ceiling = .mebibytes(950)
        let cut = Bench.decide(Bench.snapshot([high])).verdicts[0]
        #expect(cut.action == .reclaim && cut.target == .mebibytes(950) && cut.reason.code == .aboveCeiling)
        var low = Bench.guest(actual: 1024, available: 900)
        low.limits.floor = .mebibytes(1500)
        let grown = Bench.decide(Bench.snapshot([low])).verdicts[0]
        #expect(grown.action == .grant && grown.target == .mebibytes(1500) && grown.reason.code == .belowFloor)
    }
}

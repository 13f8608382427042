import BalloonKit
import Baselines
import Controller
import Testing

/// A pool of 10 GiB: under 2048 MiB free it is under pressure.
@Suite struct MOMGovernorTests {
    private var governor = MOMGovernor(settings: ControllerSettings())

    @Test("Under 20 % free every guest is shrunk by 5 %, idle or not")
    mutating func shrinksAll() {
        let decision = governor.decide(
            moment(used: 8300, guest("a", actual: 4000, free: 3000), guest("b", actual: 2000, free: 1000)))
        #expect(decision.targets == ["a": 3800, "b": 1900])
        #expect(decision.actions.first?.reason.code == "mom-shrink")
    }

    @Test("A guest keeps what it uses and a share of its size that falls with the host's")
    mutating func keepsShareOfFree() {
        // Half the threshold free: 10 % of 4000 over 3500 used.
        let decision = governor.decide(moment(used: 9216, guest("a", actual: 4000, free: 500)))
        #expect(decision.targets == ["a": 3900])
    }

    @Test("On a host in need guests are cut into what they use")
    mutating func forcesSwapping() {
        // 1 % free: 4 % of 4000 less than the 3950 used.
        let decision = governor.decide(moment(total: 10000, used: 9900, guest("a", actual: 4000, free: 50)))
        #expect(decision.targets == ["a": 3800])
        governor = MOMGovernor(settings: ControllerSettings())
        let small = governor.decide(moment(total: 10000, used: 9900, guest("a", actual: 4000, free: 0)))
        #expect(small.targets == ["a": 3840])
    }

    @Test("At or over 20 % free every guest grows by 5 %, up to its maximum")
    mutating func growsAll() {
        let decision = governor.decide(
            moment(used: 8000, guest("a", actual: 2000, free: 1000), guest("b", actual: 4000, free: 3900)))
        #expect(decision.targets == ["a": 2100, "b": 4096])
    }

    @Test("A guest short of 20 % free is grown to that at once")
    mutating func growsToItsFreeShare() {
        let decision = governor.decide(moment(used: 8000, guest("a", actual: 2000, free: 100)))
        #expect(decision.targets == ["a": 2300])
    }

    @Test("A change of a quarter of a percent is not made")
    mutating func deadBand() {
        let decision = governor.decide(moment(used: 8000, guest("a", actual: 4090, free: 4000)))
        #expect(decision.actions.isEmpty)
    }

    @Test("It decides on averages of ten samples: one full moment does not count")
    mutating func averages() {
        for second in stride(from: 0, to: 50, by: 5) {
            _ = governor.decide(moment(second, used: 4000, guest("a", actual: 4096, free: 4000)))
        }
        // Nine samples at 60 % free, one at 10 %.
        let decision = governor.decide(moment(50, used: 9216, guest("a", actual: 4096, free: 4000)))
        #expect(decision.actions.isEmpty)
    }

    @Test("It samples every 5 s and acts every 10 s")
    mutating func keepsItsPeriod() {
        let rounds = (0...20).filter {
            !governor.decide(moment($0, used: 8300, guest("a", actual: 4000, free: 3000))).actions.isEmpty
        }
        #expect(rounds == [0, 10, 20])
        #expect(governor.period == .seconds(5))
    }

    @Test("A guest without statistics is none for it")
    mutating func withoutStatistics() {
        #expect(governor.decide(moment(used: 8300, guest("a", actual: 4000))).actions.isEmpty)
    }

    @Test("A minimum holds")
    mutating func minimum() {
        let decision = governor.decide(moment(used: 8300, guest("a", actual: 1050, floor: 1024, free: 900)))
        #expect(decision.targets == ["a": 1024])
    }

    @Test("KSM runs as soon as guests could fill the host, and is boosted while memory is short")
    mutating func ksm() {
        let ksm = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))
        let calm = governor.decide(
            moment(total: 16384, used: 1000, ksm: ksm, guest("a", actual: 512, maximum: 14000, free: 500)))
        #expect(calm.ksm == .run(pagesToScan: 64, sleep: .milliseconds(10)))
        governor = MOMGovernor(settings: ControllerSettings())
        let short = governor.decide(moment(total: 16384, used: 14000, ksm: ksm))
        #expect(short.ksm == .run(pagesToScan: 400, sleep: .milliseconds(10)))
        governor = MOMGovernor(settings: ControllerSettings())
        let plenty = governor.decide(
            moment(total: 16384, used: 1000, ksm: KSMSample(run: 1, pagesToScan: 64, sleep: .zero)))
        #expect(plenty.ksm == .halt)
    }
}

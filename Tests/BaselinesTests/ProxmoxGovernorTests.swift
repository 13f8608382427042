import BalloonKit
import Baselines
import Controller
import Testing

/// A pool of 10 GiB: its line is at 8192 MiB.
@Suite struct ProxmoxGovernorTests {
    private var governor = ProxmoxGovernor(settings: ControllerSettings())

    @Test("Over the line the guest with free memory gives 100 MiB, and what it does not give nobody gives")
    mutating func shrinksOneStep() {
        let decision = governor.decide(
            moment(used: 8692, guest("a", actual: 4096, free: 2048), guest("b", actual: 4096, free: 50)))
        #expect(decision.targets == ["a": 3996])
        #expect(decision.actions.first?.reason.code == "proxmox-shrink")
        #expect(decision.actions.first?.action == .reclaim)
    }

    @Test("A guest that says nothing counts as pressed and is spared")
    mutating func sparesTheSilent() {
        let decision = governor.decide(
            moment(used: 8692, guest("a", actual: 4096, free: 2048), guest("b", actual: 4096)))
        #expect(decision.targets == ["a": 3996])
    }

    @Test("The only guest is cut although it has next to nothing free")
    mutating func cutsTheOnlyOne() {
        let decision = governor.decide(moment(used: 8692, guest("a", actual: 4096, free: 50)))
        #expect(decision.targets == ["a": 3996])
    }

    @Test("While memory is handed out, a guest above its share is shrunk")
    mutating func shrinksWhileGrowing() {
        let decision = governor.decide(
            moment(used: 8092, guest("a", actual: 3072, free: 2048), guest("b", actual: 1024, free: 800)))
        #expect(decision.targets == ["a": 2972, "b": 1124])
    }

    @Test("Under the line a pressed guest comes first, and a comfortable one gets nothing")
    mutating func growsThePressed() {
        let decision = governor.decide(
            moment(used: 7000, guest("a", actual: 2048, free: 20), guest("b", actual: 2048, free: 1500)))
        #expect(decision.targets == ["a": 2148])
        #expect(decision.granted == .mebibytes(100))
    }

    @Test("Shares divide what guests have above their minimum")
    mutating func dividesByShares() {
        // 40 MiB less than the 2048 above the minima, one to three: 502 and 1506.
        let decision = governor.decide(
            moment(
                used: 8232, guest("a", actual: 1530, free: 900, shares: 1000),
                guest("b", actual: 2566, free: 900, shares: 3000)))
        #expect(decision.targets == ["a": 1526, "b": 2530])
    }

    @Test("A guest at its minimum leaves what it cannot give to the others")
    mutating func redistributes() {
        let decision = governor.decide(
            moment(
                used: 8292, guest("a", actual: 1024, free: 900), guest("b", actual: 1064, free: 900),
                guest("c", actual: 1104, free: 900)))
        #expect(decision.targets["a"] == nil)
        #expect(decision.targets == ["b": 1034, "c": 1034])
    }

    @Test("Within 10 MiB of the line nothing happens")
    mutating func deadBand() {
        #expect(governor.decide(moment(used: 8201, guest("a", actual: 4096, free: 2048))).actions.isEmpty)
        governor = ProxmoxGovernor(settings: ControllerSettings())
        #expect(!governor.decide(moment(used: 8203, guest("a", actual: 4096, free: 2048))).actions.isEmpty)
    }

    @Test("It acts every 10 s, however often it is asked")
    mutating func keepsItsPeriod() {
        let rounds = (0...20).filter {
            !governor.decide(moment($0, used: 8692, guest("a", actual: 4096, free: 2048))).actions.isEmpty
        }
        #expect(rounds == [0, 10, 20])
        #expect(governor.period == .seconds(10))
    }

    @Test("A guest whose monitor does not answer is left alone")
    mutating func unreachable() {
        var silent = guest("a", actual: 4096, free: 2048)
        silent.sample.state = .silent
        #expect(governor.decide(moment(used: 8692, silent)).actions.isEmpty)
    }

    @Test("KSM is ksmtuned's, at Proxmox's pause")
    mutating func ksm() {
        let ksm = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))
        let decision = governor.decide(moment(total: 16384, used: 14000, ksm: ksm, guest("a", actual: 4096)))
        #expect(decision.ksm == .run(pagesToScan: 300, sleep: .milliseconds(100)))
    }
}

import BalloonKit
import Testing

@testable import Controller

@Suite struct PinTests {
    private let controller = Controller(settings: ControllerSettings())

    private func pinned(_ target: ByteCount, actual: Int64 = 1024) -> Snapshot.Guest {
        var guest = Bench.guest(actual: actual, available: 500)
        guest.pin = Pin(target: target, setBy: "ann")
        return guest
    }

    @Test("A pin is clamped to the guest's maximum, whatever its limits")
    func maximum() {
        var guest = pinned(.gibibytes(64))
        guest.limits.ceiling = .mebibytes(1200)
        #expect(Bench.decide(Bench.snapshot([guest])).verdicts[0].target == .mebibytes(2048))
    }

    @Test("A pin holds in a paused pool and for a guest without statistics, but not for one that cannot be reached")
    func states() {
        var snapshot = Bench.snapshot([pinned(.mebibytes(800))])
        snapshot.isPaused = true
        #expect(Bench.decide(snapshot).verdicts[0].target == .mebibytes(800))
        for state in GuestState.allCases {
            snapshot.guests[0].sample.state = state
            let isReachable = [.fresh, .stale, .unmanaged].contains(state)
            #expect((Bench.decide(snapshot).verdicts[0].target != nil) == isReachable)
        }
    }

    @Test("A pin that is set is not sent again; a deflation that does not come is, after five seconds")
    func resend() {
        var guest = pinned(.mebibytes(1500))
        let (first, state) = controller.decide(Bench.snapshot([guest]), state: ControllerState())
        #expect(first.verdicts[0].action == .pin && first.verdicts[0].target == .mebibytes(1500))
        guest.sample.target = .mebibytes(1500)
        let (second, _) = controller.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(second.verdicts[0].action == .hold || second.verdicts[0].target == nil)
        let (third, _) = controller.decide(Bench.snapshot([guest], seconds: 6), state: state)
        #expect(third.verdicts[0].target == .mebibytes(1500))
    }

    @Test("Only a guest that began to move and stopped is withdrawn from while its statistics are old")
    func booting() {
        var guest = pinned(.mebibytes(500))
        guest.sample.state = .stale
        guest.sample.target = .mebibytes(500)
        var state = ControllerState()
        for second in 0..<5 {
            let (decision, next) = controller.decide(Bench.snapshot([guest], seconds: Double(second)), state: state)
            #expect(decision.verdicts[0].target == nil)
            state = next
        }
    }
}

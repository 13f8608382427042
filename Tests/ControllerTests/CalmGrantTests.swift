import BalloonKit
import Testing

@testable import Controller

@Suite struct CalmGrantTests {
    private let controller = Controller(settings: ControllerSettings())

    private func calmGuests(_ count: Int, actual: Int64 = 1024) -> [Snapshot.Guest] {
        (1...count).map { Bench.guest("g\(10 + $0)", actual: actual, maximum: 4096, available: 700, resident: 1000) }
    }

    /// Calm long enough for slack to go back; the pool stands below its low mark with little room.
    private func relax(_ guests: [Snapshot.Guest]) -> (Decision, ControllerState) {
        let (_, state) = controller.decide(Bench.snapshot(guests, usage: 0.7), state: ControllerState())
        return controller.decide(Bench.snapshot(guests, usage: 0.7, seconds: 20), state: state)
    }

    @Test("Calm grants use at most half of the room, and nobody in need is refused for what they were promised")
    func half() {
        var guests = calmGuests(12)
        let (calm, state) = relax(guests)
        let room = calm.watermarks.low - calm.forecast.predicted
        #expect(calm.granted > .zero && calm.granted <= room.scaled(by: 0.5))
        for index in guests.indices {
            guests[index].sample.target = calm.verdicts[index].target
            guests[index].sample.actual = calm.verdicts[index].target ?? guests[index].sample.actual
            guests[index].sample.statisticsUpdates = 2
        }
        let last = guests.count - 1
        guests[last].sample.actual = .mebibytes(1024)
        guests[last].sample.target = nil
        guests[last].sample.reported?.available = .mebibytes(20)
        guests[last].sample.resident = .mebibytes(1024)
        #expect(calm.granted > .mebibytes(60))
        let usage = 0.795 - ByteCount.mebibytes(60).fraction(of: .gibibytes(10))
        let (urgent, _) = controller.decide(Bench.snapshot(guests, usage: usage, seconds: 21), state: state)
        #expect(urgent.verdicts[last].action == .grant)
    }

    @Test("A guest short of a crumb of its reserve gets slack in calm times like any other")
    func crumb() {
        let guest = Bench.guest(actual: 512, maximum: 1024, available: 123)
        let (_, state) = controller.decide(Bench.snapshot([guest], usage: 0.4), state: ControllerState())
        let (decision, _) = controller.decide(Bench.snapshot([guest], usage: 0.4, seconds: 20), state: state)
        #expect(decision.verdicts[0].assessment.shortage == .mebibytes(5))
        #expect(decision.verdicts[0].action == .grant && decision.verdicts[0].reason.code == .calm)
    }

    @Test("A guest whose target was taken back may be given more at once")
    func afterWithdrawal() {
        let lower = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(900)))
        let more = Controller(settings: ControllerSettings(), policy: FixedPolicy(target: .mebibytes(4000)))
        var guest = Bench.guest(maximum: 4096, available: 900)
        var state = lower.decide(Bench.snapshot([guest]), state: ControllerState()).1
        guest.sample.target = .mebibytes(900)
        guest.sample.statisticsUpdates = 2
        guest.sample.reported?.available = .mebibytes(4)
        let (withdrawn, next) = more.decide(Bench.snapshot([guest], seconds: 1), state: state)
        #expect(withdrawn.verdicts[0].action == .withdraw)
        state = next
        guest.sample.target = withdrawn.verdicts[0].target
        guest.sample.actual = withdrawn.verdicts[0].target
        guest.sample.statisticsUpdates = 3
        guest.sample.reported?.available = .mebibytes(260)
        #expect(more.decide(Bench.snapshot([guest], seconds: 2), state: state).0.verdicts[0].action == .grant)
    }

    @Test("What a guest whose target is taken back would be granted besides is left to others")
    func besideWithdrawal() {
        let guests = ["a", "b"].map { Bench.guest($0, available: 4) }
        var snapshot = Bench.snapshot(guests, usage: 0.79)
        // The target of the first is unknown, that of the second is not.
        snapshot.guests[1].sample.target = .mebibytes(1024)
        let decision = Bench.decide(snapshot)
        #expect(decision.verdicts.map(\.action) == [.withdraw, .grant])
    }
}

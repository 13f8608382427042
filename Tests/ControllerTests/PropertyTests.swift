import BalloonKit
import Controller
import Testing

@Suite struct PropertyTests {
    @Test("Whatever the policy and the world, every command keeps the promises", arguments: 0..<40)
    func promises(seed: UInt64) {
        let policy: any Policy = seed % 3 == 0 ? BuiltInPolicy() : HostilePolicy(seed: seed)
        let controller = Controller(settings: ControllerSettings(), policy: policy)
        var world = RandomWorld(seed: seed)
        var state = ControllerState()
        for _ in 0..<30 {
            let snapshot = world.next()
            _ = controller.sense(snapshot.pool, at: snapshot.time, state: &state)
            let (decision, next) = controller.decide(snapshot, state: state)
            let (again, nextAgain) = controller.decide(snapshot, state: state)
            #expect(decision == again && next == nextAgain, "seed \(seed)")
            #expect(decision.verdicts.map(\.guest) == snapshot.guests.map(\.sample.name))
            for (verdict, guest) in zip(decision.verdicts, snapshot.guests) {
                check(verdict, guest, decision, snapshot, "seed \(seed) cycle \(snapshot.cycle)")
            }
            checkPool(decision, snapshot, "seed \(seed) cycle \(snapshot.cycle)")
            #expect(!decision.explanation.isEmpty)
            state = next
        }
    }

    private func check(
        _ verdict: Verdict, _ guest: Snapshot.Guest, _ decision: Decision, _ snapshot: Snapshot, _ note: Comment
    ) {
        guard let target = verdict.target, let actual = verdict.actual else {
            #expect(verdict.action == .hold || verdict.action == .pin, note)
            return
        }
        let assessment = verdict.assessment
        #expect(verdict.action != .hold, note)
        #expect(target > .zero, note)
        guard verdict.action == .reclaim || verdict.action == .grant else { return }
        #expect(guest.pin == nil && !guest.isPaused && !snapshot.isPaused, note)
        let isUnheard = verdict.action == .grant && verdict.reason.code == .unheard
        #expect((guest.sample.state == .fresh || isUnheard) && guest.sample.isRunning, note)
        let isCrossing = decision.forecast.predicted > decision.watermarks.limit
        let worth = max(.mebibytes(16), actual.scaled(by: 0.02))
        let band = max(.mebibytes(1), min(worth, assessment.reserve.scaled(by: 0.25)))
        if verdict.action == .reclaim, let standing = guest.sample.target, standing < target {
            // Less is taken than was asked for: whoever wants that may have it.
            #expect(target <= actual && target >= assessment.floor ?? .max, note)
        } else if verdict.action == .reclaim {
            #expect(target < actual && assessment.canGive, note)
            #expect(target >= assessment.floor ?? .max, note)
            #expect(target <= assessment.ceiling ?? .zero || actual > assessment.ceiling ?? .max, note)
            #expect(actual - target >= band.scaled(by: isCrossing ? 0.25 : 1), note)
            if !isCrossing { #expect(target >= assessment.workingSet ?? .max, note) }
        } else {
            #expect(target > actual && target <= assessment.ceiling ?? .zero, note)
            let least =
                assessment.isInDistress || assessment.shortage > .zero || isUnheard
                ? .mebibytes(1) - .page : band.scaled(by: isCrossing ? 0.25 : 1) - .page
            #expect(target - actual >= least, note)
        }
    }

    private func checkPool(_ decision: Decision, _ snapshot: Snapshot, _ note: Comment) {
        let granted = decision.verdicts.filter { $0.action == .grant }.reduce(ByteCount.zero) { $0 + $1.change }
        #expect(granted <= (decision.watermarks.limit - snapshot.pool.used).clampedToZero, note)
        let isSqueezed = decision.verdicts.contains { verdict in
            let standing = snapshot.guests.first { $0.sample.name == verdict.guest }?.sample.target
            guard verdict.action == .reclaim, let target = verdict.target, target < standing ?? .max else {
                return false
            }
            return target < verdict.assessment.workingSet ?? .zero
        }
        guard isSqueezed else { return }
        for verdict in decision.verdicts where verdict.assessment.canGive && verdict.action == .hold {
            #expect(verdict.assessment.idle <= .mebibytes(16), note)
        }
    }

    @Test("Guests out of order or twice in a snapshot are put in order")
    func disorder() {
        var guests = ["b", "a", "b"].map { Snapshot.Guest(sample: GuestSample(name: $0, state: .fresh)) }
        guests[0].isPaused = true
        let pool = PoolSample(total: .gibibytes(4), available: .gibibytes(2))
        let snapshot = Snapshot(cycle: 1, time: .origin, pool: pool, guests: guests)
        let (decision, _) = Controller(settings: ControllerSettings()).decide(snapshot, state: ControllerState())
        #expect(decision.verdicts.map(\.guest) == ["a", "b"])
    }

    @Test("Guests that are gone are forgotten")
    func bounded() {
        let controller = Controller(settings: ControllerSettings())
        var state = ControllerState()
        let pool = PoolSample(total: .gibibytes(4), available: .gibibytes(2))
        for cycle in 0..<50 {
            let guest = Snapshot.Guest(sample: GuestSample(name: "guest \(cycle)", state: .fresh))
            let time = MonotonicTime(.seconds(cycle))
            state = controller.decide(Snapshot(cycle: 1, time: time, pool: pool, guests: [guest]), state: state).1
        }
        let empty = Snapshot(cycle: 99, time: MonotonicTime(.seconds(50)), pool: pool, guests: [])
        let left = controller.decide(empty, state: state).1
        let never = controller.decide(empty, state: controller.decide(empty, state: ControllerState()).1).1
        #expect(String(describing: left).utf8.count < String(describing: never).utf8.count + 400)
    }
}

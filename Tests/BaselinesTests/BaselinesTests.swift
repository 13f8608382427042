import BalloonKit
import Baselines
import Controller
import Testing

@Suite struct BaselinesTests {
    @Test("Every rule is known by the name it gives itself, and no other name is", arguments: Baselines.names)
    func names(name: String) {
        #expect(Baselines.named(name, settings: ControllerSettings())?.name == name)
        #expect(Baselines.named("\(name) ", settings: ControllerSettings()) == nil)
    }

    @Test("Equal rules told the same decide the same", arguments: Baselines.names)
    func determinism(name: String) throws {
        var one = try #require(Baselines.named(name, settings: ControllerSettings()))
        var other = try #require(Baselines.named(name, settings: ControllerSettings()))
        var numbers = Numbers(seed: 7)
        for second in 0..<50 {
            let snapshot = numbers.plausible(second)
            #expect(one.decide(snapshot) == other.decide(snapshot))
        }
    }

    @Test("Every guest gets one verdict, and no target lies outside its bounds", arguments: Baselines.names)
    func bounds(name: String) throws {
        var governor = try #require(Baselines.named(name, settings: ControllerSettings()))
        var numbers = Numbers(seed: 11)
        var moves = 0
        for second in 0..<400 {
            let snapshot = numbers.plausible(second)
            let decision = governor.decide(snapshot)
            #expect(decision.verdicts.map(\.guest) == snapshot.guests.map(\.sample.name))
            for (guest, verdict) in zip(snapshot.guests, decision.verdicts) {
                guard let target = verdict.target, let maximum = guest.sample.maximum else { continue }
                moves += 1
                #expect(target <= maximum && target >= min(guest.limits.floor, maximum))
            }
        }
        #expect((moves > 0) == !["none", "ksmtuned"].contains(name))
    }

    @Test("Absurd numbers trap nothing", arguments: Baselines.names)
    func absurd(name: String) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var governor = try #require(Baselines.named(name, settings: ControllerSettings()))
            var numbers = Numbers(seed: seed)
            for second in 0..<60 {
                let snapshot = numbers.absurd(second)
                _ = governor.sense(snapshot.pool, at: snapshot.time)
                #expect(governor.decide(snapshot).verdicts.count == snapshot.guests.count)
            }
        }
    }
}

import BalloonKit
import Testing

@testable import Controller

/// A pool of 10 GiB at 76 %, one guest that begins to grow and one that holds 3 GiB idle.
@Suite("Growth that guests tell of before used memory rises") struct GrowthAheadTests {
    private let controller = Controller(settings: ControllerSettings())

    /// Needs so much of what it has, and holds so much.
    private func busy(needs need: Int64, of actual: Int64 = 4096, holds: Int64, caches: Int64 = 0, at second: UInt64)
        -> Snapshot.Guest
    {
        var guest = Bench.guest(
            "busy", actual: actual, maximum: actual, available: actual - need, resident: holds, updates: second + 1)
        guest.sample.reported?.diskCaches = .mebibytes(caches)
        return guest
    }

    private func idle(at second: UInt64) -> Snapshot.Guest {
        Bench.guest("idle", actual: 4096, maximum: 4096, available: 3096, updates: second + 1)
    }

    /// What the second of two seconds decides.
    private func decide(_ before: Snapshot.Guest, _ now: Snapshot.Guest) -> (Decision, ControllerState) {
        let first = Bench.snapshot([before, idle(at: 0)], usage: 0.76)
        let state = controller.decide(first, state: ControllerState()).1
        return controller.decide(Bench.snapshot([now, idle(at: 1)], usage: 0.76, seconds: 1), state: state)
    }

    @Test("Growth that will cross the line once freed pages are used up takes idle memory of others at once")
    func reclaimsAhead() throws {
        let (decision, _) = decide(busy(needs: 1000, holds: 2000, at: 0), busy(needs: 1400, holds: 2000, at: 1))
        #expect(decision.forecast.predicted < decision.watermarks.high)
        let move = try #require(decision.actions.first)
        #expect(decision.actions.count == 1)
        #expect(move.guest == "idle")
        #expect(move.action == .reclaim)
        #expect(move.reason.code == .growthAhead)
        #expect(move.explanation.contains("because guests that grow will soon need more than there is"))
    }

    @Test("A guest that was given memory a moment ago gives it for growth ahead all the same")
    func coolDownDoesNotBind() {
        let first = Bench.snapshot([busy(needs: 1000, holds: 2000, at: 0), idle(at: 0)], usage: 0.76)
        var state = controller.decide(first, state: ControllerState()).1
        state.tracks[1].lastGrant = first.time
        let second = Bench.snapshot([busy(needs: 1400, holds: 2000, at: 1), idle(at: 1)], usage: 0.76, seconds: 1)
        #expect(controller.decide(second, state: state).0.actions.map(\.guest) == ["idle"])
    }

    @Test("What the host sees growing and no guest tells of takes nothing ahead of used memory")
    func onlyTold() throws {
        var before = busy(needs: 1000, holds: 1000, at: 0)
        let first = Bench.snapshot([before, idle(at: 0)], usage: 0.76)
        let state = controller.decide(first, state: ControllerState()).1
        before.sample.resident = .mebibytes(1400)
        let decision = controller.decide(
            Bench.snapshot([before, idle(at: 1)], usage: 0.76, seconds: 1), state: state
        ).0
        #expect(try #require(decision.verdicts.first).assessment.burstRate > .mebibytes(300))
        #expect(decision.actions.isEmpty)
    }

    @Test("Growth into pages that were freed and are still resident takes nothing from anybody")
    func touchedMemoryComesFirst() {
        let (decision, _) = decide(busy(needs: 1000, holds: 2800, at: 0), busy(needs: 1400, holds: 2800, at: 1))
        #expect(decision.actions.isEmpty)
    }

    @Test("Page cache is resident and not free: growth does not go into it")
    func cacheIsNoRoom() {
        let free = decide(busy(needs: 1000, holds: 2600, at: 0), busy(needs: 1400, holds: 2600, at: 1)).0
        #expect(free.actions.isEmpty)
        let cached = decide(
            busy(needs: 1000, holds: 2600, caches: 600, at: 0), busy(needs: 1400, holds: 2600, caches: 600, at: 1)
        ).0
        #expect(cached.actions.map(\.reason.code) == [.growthAhead])
    }

    @Test("A guest is not expected to grow beyond its own size")
    func boundedBySize() {
        let small = decide(
            busy(needs: 1000, of: 1750, holds: 1400, at: 0), busy(needs: 1400, of: 1750, holds: 1400, at: 1)
        ).0
        #expect(small.actions.isEmpty)
    }

    @Test("What is in flight is not called off while a guest grows, and is when it has stopped")
    func notCalledOffWhileGrowing() throws {
        let (first, state) = decide(busy(needs: 1000, holds: 2000, at: 0), busy(needs: 1400, holds: 2000, at: 1))
        let target = try #require(first.actions.first?.target)
        func after(need: Int64) -> [Reason.Code] {
            var inflating = Bench.guest("idle", actual: 3896, maximum: 4096, available: 3096, updates: 2)
            inflating.sample.target = target
            let guests = [busy(needs: need, holds: 2000, at: 2), inflating]
            let snapshot = Bench.snapshot(guests, usage: 0.70, seconds: 2)
            return controller.decide(snapshot, state: state).0.actions.map(\.reason.code)
        }
        #expect(after(need: 1800).contains(.calledOff) == false)
        #expect(after(need: 1400) == [.calledOff])
    }

    @Test("The pool is not calm while growth ahead would take it over the low mark")
    func calmWaitsForGrowth() {
        func isCalm(needs need: Int64) -> Bool {
            let first = Bench.snapshot([busy(needs: 1000, holds: 2000, at: 0)], usage: 0.70)
            let state = controller.decide(first, state: ControllerState()).1
            let second = Bench.snapshot([busy(needs: need, holds: 2000, at: 1)], usage: 0.70, seconds: 1)
            return controller.decide(second, state: state).1.calmSince != nil
        }
        #expect(isCalm(needs: 1000))
        #expect(!isCalm(needs: 1400))
    }
}

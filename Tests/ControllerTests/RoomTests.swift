import BalloonKit
import Testing

@testable import Controller

@Suite("Room that an operator reserves") struct RoomTests {
    /// Eight guests of 2 GiB that hold about a gibibyte idle each, on 20 GiB, of which 1.4 GiB are free under the limit.
    private static func house(need: ByteCount = .mebibytes(400)) -> World {
        World(
            total: .gibibytes(20), host: .gibibytes(1),
            guests: (1...8).map { number in
                WorldGuest(
                    "g\(number)", maximum: .gibibytes(2), resident: .mebibytes(1740), phase: 0.1 * Double(number)
                ) { _ in need }
            })
    }

    private static func newcomer(at start: Double, takes size: ByteCount) -> WorldGuest {
        WorldGuest("new", maximum: .gibibytes(6), resident: .zero, phase: start + 20) { time in
            Swift.min(size, ByteCount.gibibytes(4).scaled(by: Swift.max(0, time - start)))
        }
    }

    @Test("Idle memory makes it, no guest is squeezed, and a guest that takes it at once crosses no line")
    func newcomerFindsRoom() throws {
        var world = Self.house()
        world.run(until: 10)
        let before = world.commands.count
        world.reserve(.gibibytes(4))
        world.run(until: 30)
        #expect(try #require(world.decisions.last?.room).isThere)
        #expect(world.commands.count > before)
        let reasons = world.decisions.flatMap(\.actions).map(\.reason.code)
        #expect(Set(reasons) == [.roomReserved])
        #expect(world.decisions.allSatisfy { $0.alarms.isEmpty && $0.unmet == .zero && $0.rung <= .reclaim })
        world.guests.append(Self.newcomer(at: world.time, takes: .gibibytes(4) - .mebibytes(100)))
        world.run(until: 60)
        #expect(world.secondsOver == 0)
        #expect(world.kills == 0)
        #expect(try #require(world.reservation).held < .mebibytes(100))
        let squeezed = world.decisions.flatMap(\.actions).filter { $0.reason.code == .overFairShare }
        #expect(squeezed.isEmpty)
    }

    @Test("Without it the same guest goes over the line")
    func newcomerWithoutRoom() {
        var world = Self.house()
        world.run(until: 30)
        world.guests.append(Self.newcomer(at: world.time, takes: .gibibytes(4) - .mebibytes(100)))
        world.run(until: 60)
        #expect(world.secondsOver > 0.3)
    }

    @Test("While it is held nothing goes back and forth; when it ends, slack goes back")
    func heldAndExpired() {
        var world = Self.house()
        world.run(until: 10)
        world.reserve(.gibibytes(4), for: .seconds(120))
        world.run(until: 40)
        let held = world.commands.count
        world.run(until: 129)
        #expect(world.commands.count == held)
        #expect(world.flips == 0)
        world.run(until: 220)
        let back = world.commands.dropFirst(held)
        #expect(!back.isEmpty && back.allSatisfy { $0.action == .grant })
        #expect(world.decisions.last?.room == nil)
    }

    @Test("What cannot be had is said, and takes nothing")
    func infeasible() throws {
        var world = Self.house()
        world.run(until: 10)
        world.reserve(.gibibytes(15))
        world.run(until: 40)
        let room = try #require(world.decisions.last?.room)
        #expect(room.isShort && !room.isThere)
        #expect(room.missing > .gibibytes(4) && room.missing < .gibibytes(9))
        #expect(world.commands.isEmpty)
        #expect(world.decisions.allSatisfy { $0.alarms.isEmpty && $0.rung == .normal })
        #expect(room.sentence.hasPrefix("room of 15 GiB cannot be had: "))
        #expect(room.sentence.contains("is missing. What would help: stop a guest or raise the limit"))
    }

    @Test("A guest in need goes first, out of the room that is held, and it is made anew from what others hold idle")
    func distressFirst() throws {
        var world = Self.house()
        let grows = world.guests[0].name
        world.guests[0].demand = { $0 < 40 ? .mebibytes(400) : .mebibytes(1500) }
        world.run(until: 10)
        world.reserve(.gibibytes(4), for: .seconds(300))
        world.run(until: 39)
        let cut = world.guests[0].actual
        #expect(cut < .mebibytes(1600))
        world.guests[0].demand = { time in
            .mebibytes(400) + ByteCount.mebibytes(60).scaled(by: Swift.min(18, time - 39))
        }
        world.run(until: 90)
        #expect(world.kills == 0)
        #expect(world.guests[0].actual > cut)
        #expect(world.commands.contains { $0.guest == grows && $0.action == .grant && $0.time < 60 })
        #expect(try #require(world.decisions.last?.room).isThere)
    }

    @Test("Floors and pins that stand in its way are named")
    func hints() throws {
        var guests = (1...4).map { Bench.guest("g\($0)", actual: 2048, available: 1500) }
        guests[0].limits.floor = .mebibytes(2048)
        guests[1].pin = Pin(target: .mebibytes(2048), setBy: "root")
        var snapshot = Bench.snapshot(guests, usage: 0.7)
        snapshot.heldRoom = .gibibytes(8)
        let room = try #require(Bench.decide(snapshot).room)
        #expect(!room.isShort, "not at first sight")
        #expect(room.underFloors > .gibibytes(1) && room.outOfReach > .gibibytes(1))
        #expect(room.shortfall.contains("lower floors (they keep"))
        #expect(room.shortfall.contains("unpin or resume guests (they hold"))
    }

    @Test("A guest that is merely short of its reserve waits for it, one in distress does not")
    func calmGrantsWait() {
        func decide(available: Int64, held: ByteCount) -> Verdict {
            let guest = Bench.guest(actual: 1024, maximum: 4096, available: available)
            var snapshot = Bench.snapshot([guest], usage: 0.6)
            snapshot.heldRoom = held
            return Bench.decide(snapshot).verdicts[0]
        }
        #expect(decide(available: 300, held: .zero).action == .grant)
        #expect(decide(available: 300, held: .gibibytes(2)).action == .hold)
        #expect(decide(available: 20, held: .gibibytes(2)).action == .grant)
    }

    @Test("Another policy that does not know of it makes it all the same")
    func otherPolicy() throws {
        let guests = (1...4).map { Bench.guest("g\($0)", actual: 2048, available: 1700) }
        var snapshot = Bench.snapshot(guests, usage: 0.7)
        let controller = Controller(settings: ControllerSettings())
        func decide() -> Decision {
            controller.decide(snapshot, state: ControllerState(), counsel: .proposals([], by: "lazy")).0
        }
        #expect(decide().actions.isEmpty)
        snapshot.heldRoom = .gibibytes(2)
        #expect(Set(decide().actions.map(\.reason.code)) == [.roomReserved])
    }

    @Test("Newcomers take of it; those that were there, and what was given back, do not count")
    func takers() {
        func sample(_ name: String, _ resident: Int64?) -> GuestSample {
            var sample = GuestSample(name: name, state: .fresh)
            sample.resident = resident.map { .mebibytes($0) }
            return sample
        }
        var room = RoomReservation(
            .gibibytes(1), until: .origin + .seconds(60), setBy: "root",
            present: [sample("old", 500), sample("stopped", nil)])
        room.observe([sample("old", 2000), sample("new", nil)])
        #expect(room.taken == .zero)
        room.observe([sample("old", 2000), sample("new", 300), sample("stopped", 100)])
        #expect(room.taken == .mebibytes(400) && room.held == .mebibytes(624))
        room.observe([sample("new", 200), sample("stopped", 100)])
        #expect(room.taken == .mebibytes(400))
        room.observe([sample("new", 9000), sample("stopped", 100)])
        #expect(room.held == .zero)
        room.observe([sample("stopped", 100)])
        #expect(room.taken == .mebibytes(100), "the newcomer is gone, and may come again")
        #expect(!room.hasEnded(at: .origin + .seconds(59)) && room.hasEnded(at: .origin + .seconds(60)))
    }
}

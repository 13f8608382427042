import BalloonKit
import Controller
import Testing

@Suite struct ClosedLoopTests {
    static func fleet(
        _ count: Int, resident: ByteCount, demand: ByteCount = .mebibytes(40), ramp: ByteCount = .zero,
        speed: ByteCount = .mebibytes(50), from start: Double = 6
    ) -> [WorldGuest] {
        (1...count).map { number in
            WorldGuest("g\(number)", maximum: .mebibytes(512), resident: resident, phase: 0.1 * Double(number)) {
                guard number == 1 else { return demand }
                return demand + min(ramp, speed.scaled(by: max(0, $0 - start)))
            }
        }
    }

    @Test("A guest that ramps gets its memory, the line holds, and the fleet comes to rest")
    func ramp() {
        var world = World(
            total: .gibibytes(3), host: .mebibytes(200),
            guests: Self.fleet(8, resident: .mebibytes(270), ramp: .mebibytes(300)))
        world.run(until: 60)
        #expect(world.secondsOver <= 1)
        #expect(world.kills == 0)
        #expect(world.guests[0].used >= .mebibytes(400))
        #expect(world.flips <= 2)
        #expect(world.commands.filter { $0.time > 40 }.isEmpty)
    }

    @Test("A ramp in a pool that is already tight kills nobody", arguments: [50, 100])
    func tightRamp(speed: Int64) {
        var world = World(
            total: .mebibytes(2000), host: .mebibytes(60),
            guests: Self.fleet(8, resident: .mebibytes(180), ramp: .mebibytes(300), speed: .mebibytes(speed)))
        world.run(until: 90)
        #expect(world.secondsOver <= 1)
        #expect(world.kills == 0)
        #expect(world.guests[0].used >= .mebibytes(400))
        #expect(world.flips <= 8)
    }

    @Test("An idle fleet at 87 % comes under the line in a few seconds")
    func idleFleet() {
        var world = World(
            total: .mebibytes(3500), host: .mebibytes(100), guests: Self.fleet(8, resident: .mebibytes(370)))
        world.run(until: 30)
        #expect(world.peak > 0.86)
        #expect(world.secondsOver <= 3)
        #expect(world.kills == 0)
        #expect(world.flips == 0)
    }

    @Test("Far from the line nothing is sent for a hundred cycles")
    func calm() {
        var world = World(
            total: .gibibytes(16), host: .mebibytes(500), guests: Self.fleet(8, resident: .mebibytes(300)))
        world.run(until: 100)
        #expect(world.cycles >= 100)
        #expect(world.commands.isEmpty)
        #expect(world.decisions.allSatisfy { $0.rung == .normal && $0.alarms.isEmpty && $0.unmet == .zero })
    }

    @Test("Under a demand that outgrows the pool the rungs are climbed in order")
    func ladder() {
        var guests = Self.fleet(8, resident: .mebibytes(100))
        for index in guests.indices.dropLast() {
            guests[index].demand = {
                .mebibytes(40) + min(.mebibytes(230), ByteCount.mebibytes(4).scaled(by: max(0, $0 - 5)))
            }
            guests[index].limits.floor = .mebibytes(300)
        }
        guests[7].resident = .mebibytes(480)
        var world = World(total: .gibibytes(3), host: .mebibytes(300), guests: guests)
        world.ksm = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))
        world.run(until: 70)
        let first = Rung.allCases.compactMap { rung in world.decisions.firstIndex { $0.rung == rung } }
        #expect(first.count == Rung.allCases.count)
        #expect(first == first.sorted())
        let merging = world.decisions.firstIndex { $0.ksm != nil }
        let crossed = world.decisions.firstIndex { $0.forecast.used > $0.watermarks.limit }
        #expect(merging ?? .max < crossed ?? .max)
        #expect(world.decisions.last?.alarms.contains { $0.code == .saturated } == true)
    }

    @Test("A guest whose memory is held is let go within two fresh statistics, and is left alone")
    func held() {
        var guests = Self.fleet(2, resident: .mebibytes(512))
        guests[0].demand = { _ in .mebibytes(300) }
        guests[0].pin = Pin(target: .mebibytes(128), setBy: "operator")
        var world = World(total: .gibibytes(16), host: .mebibytes(100), guests: guests)
        world.run(until: 25)
        let pins = world.commands.filter { $0.action == .pin }
        let withdrawals = world.commands.filter { $0.action == .withdraw }
        #expect(pins.count == 1)
        #expect(withdrawals.count == 1)
        #expect((withdrawals.first?.time ?? 99) - (pins.first?.time ?? 0) <= 2.1)
        #expect(world.guests[0].actual - world.guests[0].used >= .mebibytes(64))
        #expect(world.decisions.last?.verdicts[0].reason.code == .pinUnreachable)
    }

    @Test("A guest whose balloon returns nothing is found out, gets its memory back, and is not asked again")
    func payoff() {
        var guests = Self.fleet(4, resident: .mebibytes(512))
        guests[0].returnsMemory = false
        var world = World(total: .mebibytes(2500), host: .mebibytes(100), guests: guests)
        world.run(until: 40)
        #expect(world.commands.contains { $0.guest == "g1" && $0.action == .withdraw })
        #expect(world.decisions.last?.verdicts[0].reason.code == .cannotGive)
        #expect(world.guests[0].actual > .mebibytes(400))
    }
}

import BalloonKit
import Controller
import Testing

@Suite struct LargeGuestTests {
    /// Inflating takes them many seconds: at 400 MiB a second, 8 GiB take twenty.
    static func world(_ size: ByteCount, count: Int, usage: Double) -> World {
        let used = size.scaled(by: 0.25)
        let guests = (1...count).map { number in
            WorldGuest("g\(number)", maximum: size, resident: size, phase: 0.1 * Double(number)) { _ in used }
        }
        let sum = size.times(Int64(count))
        return World(total: sum.scaled(by: 1 / usage), host: .zero, guests: guests)
    }

    @Test("Large guests are not asked again for what is still on its way", arguments: [16, 32, 64])
    func noOverReclaim(size: Int64) {
        var world = Self.world(.gibibytes(size), count: 4, usage: 0.84)
        let before = world.pool.used
        let marks = ControllerSettings().watermarks(of: world.total)
        let need = before - (marks.low + (marks.high - marks.low).scaled(by: 0.5))
        world.run(until: 60)
        let returned = before - world.pool.used
        #expect(world.pool.used < marks.high)
        #expect(returned <= need.scaled(by: 1.25))
        #expect(world.commands.allSatisfy { $0.action != .withdraw })
        #expect(world.kills == 0)
    }

    @Test("Half a second of progress that nobody has been told of yet is no reason to give up")
    func paceOfActual() {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 8192, maximum: 8192, available: 7000)
        guest.pin = Pin(target: .mebibytes(2048), setBy: "ann")
        var state = controller.decide(Bench.snapshot([guest]), state: ControllerState()).1
        guest.sample.target = .mebibytes(2048)
        for tenth in 1...20 {
            // Events come a second apart and a little late; resident memory is read between them.
            if tenth == 11 { guest.sample.actual = .mebibytes(7700) }
            if tenth == 6 { guest.sample.resident = .mebibytes(7900) }
            let (decision, next) = controller.decide(
                Bench.snapshot([guest], seconds: Double(tenth) / 10), state: state)
            #expect(decision.verdicts[0].action != .withdraw)
            state = next
        }
    }

    @Test("Memory that has come is not taken off the forecast once more before resident memory is read again")
    func noDoubleCount() {
        let controller = Controller(settings: ControllerSettings())
        var guest = Bench.guest(actual: 2048, available: 1900)
        let (first, state) = controller.decide(Bench.snapshot([guest], usage: 0.82), state: ControllerState())
        guest.sample.target = first.verdicts[0].target
        let (second, _) = controller.decide(Bench.snapshot([guest], usage: 0.81, seconds: 0.5), state: state)
        let come = first.forecast.used - second.forecast.used
        #expect(come > .mebibytes(50) && first.reclaimed > come)
        #expect(second.forecast.inFlight == .mebibytes(450) - come)
    }

    @Test("The dead band of a large guest leaves room for what it may be short of")
    func deadBand() {
        let guest = Bench.guest(actual: 60 * 1024, maximum: 64 * 1024, available: 600, resident: 4096)
        let verdict = Bench.decide(Bench.snapshot([guest], usage: 0.3)).verdicts[0]
        #expect(verdict.action == .grant)
        #expect(verdict.change < .mebibytes(600))
    }
}

import BalloonKit
import Simulation
import Testing

/// The physics of one guest, against what was measured on real ones.
@Suite struct SimulatedGuestTests {
    private static let step = 0.1

    private static func sum(_ guest: SimulatedGuest) -> ByteCount {
        guest.plan.kernel + guest.anonymous + guest.cache + guest.free + guest.balloon
    }

    /// Lives `seconds` from `start`; returns the time after.
    private static func live(_ guest: inout SimulatedGuest, from start: Double, _ seconds: Double) -> Double {
        let steps = Int((seconds / step).rounded())
        for index in 1...max(1, steps) { _ = guest.advance(to: start + Double(index) * step, by: step) }
        return start + Double(max(1, steps)) * step
    }

    private static func plan(_ anonymous: Curve, cache: Curve = .constant(.zero), touched: ByteCount = .zero)
        -> GuestPlan
    {
        GuestPlan("g", maximum: .mebibytes(1024), anonymous: anonymous, cache: cache, touched: touched)
    }

    @Test(
        "Whatever is asked and wanted, kernel, processes, cache, free memory and balloon are all of its RAM",
        arguments: 0..<60)
    func conservation(seed: Int) {
        var chance = SplitMix64(seed: UInt64(seed))
        func amount(_ most: UInt64) -> ByteCount { .mebibytes(Int64(chance.next() % most)) }
        let points = (0..<12).map { (time: Double($0) * 5 + Double(chance.next() % 40) / 10, amount: amount(1400)) }
        let caches = (0..<6).map { (time: Double($0) * 11, amount: amount(900)) }
        var plan = Self.plan(Curve(points), cache: Curve(caches), touched: amount(1100))
        plan.deflatesOnOOM = seed % 3 == 0
        plan.reportsFreePages = seed % 4 == 0
        plan.discardIsDisabled = seed % 5 == 0
        plan.swap = seed % 2 == 0 ? .mebibytes(300) : .zero
        plan.reboots = seed % 7 == 0 ? [20, 45] : []
        plan.driver = seed % 11 == 0 ? .late(15) : .ordinary
        var guest = SimulatedGuest(plan, at: 0)
        for index in 0..<600 {
            if index % 17 == 0 { guest.setTarget(amount(1200)) }
            _ = guest.advance(to: Double(index) * Self.step, by: Self.step)
            #expect(Self.sum(guest) == plan.maximum)
            #expect(guest.resident <= plan.maximum + plan.overhead && guest.resident >= plan.overhead)
            let parts = [guest.anonymous, guest.cache, guest.free, guest.balloon, guest.swapped, guest.keptOut]
            #expect(parts.allSatisfy { $0 >= .zero } && guest.swapped <= plan.swap)
            #expect(guest.keptOut <= guest.wanted)
        }
    }

    @Test("The balloon takes free memory first and then page cache, never what processes hold")
    func order() {
        var guest = SimulatedGuest(
            Self.plan(.constant(.mebibytes(300)), cache: .constant(.mebibytes(300)), touched: .mebibytes(1024)), at: 0)
        guest.setTarget(.mebibytes(700))
        var time = Self.live(&guest, from: 0, 3)
        #expect(guest.actual == .mebibytes(700) && guest.cache == .mebibytes(300))
        guest.setTarget(.mebibytes(450))
        time = Self.live(&guest, from: time, 3)
        #expect(guest.actual == .mebibytes(450) && guest.cache < .mebibytes(100) && guest.anonymous == .mebibytes(300))
        // Measured: 512M holding 300M, asked for 128 MiB, stands still with 4 MiB free and kills nobody.
        guest.setTarget(.mebibytes(128))
        _ = Self.live(&guest, from: time, 10)
        #expect(guest.anonymous == .mebibytes(300) && guest.oomKills == 0)
        #expect(guest.actual == .mebibytes(300 + 60 + 4) && guest.free == .mebibytes(4))
    }

    @Test("The host gets back touched memory only: inflating over untouched pages returns nothing")
    func payoff() {
        var fresh = SimulatedGuest(Self.plan(.constant(.mebibytes(100))), at: 0)
        var veteran = SimulatedGuest(Self.plan(.constant(.mebibytes(100)), touched: .mebibytes(1024)), at: 0)
        let before = (fresh.resident, veteran.resident)
        fresh.setTarget(.mebibytes(512))
        veteran.setTarget(.mebibytes(512))
        _ = Self.live(&fresh, from: 0, 3)
        _ = Self.live(&veteran, from: 0, 3)
        #expect(fresh.resident == before.0 && fresh.actual == .mebibytes(512))
        #expect(before.1 - veteran.resident == .mebibytes(512))
    }

    @Test("With discard disabled the balloon inflates and the host keeps everything")
    func passedThrough() {
        var plan = Self.plan(.constant(.mebibytes(100)), touched: .mebibytes(1024))
        plan.discardIsDisabled = true
        var guest = SimulatedGuest(plan, at: 0)
        let before = guest.resident
        guest.setTarget(.mebibytes(512))
        _ = Self.live(&guest, from: 0, 3)
        #expect(guest.actual == .mebibytes(512) && guest.resident == before)
    }

    @Test("A process that grows into a balloon is killed, and what it freed goes into the balloon")
    func killed() {
        let load = Curve([(0, .mebibytes(300)), (5, .mebibytes(300)), (6, .mebibytes(600)), (60, .mebibytes(600))])
        var guest = SimulatedGuest(Self.plan(load, touched: .mebibytes(900)), at: 0)
        guest.setTarget(.mebibytes(128))
        let time = Self.live(&guest, from: 0, 4)
        #expect(guest.actual == .mebibytes(364))
        _ = Self.live(&guest, from: time, 6)
        #expect(guest.oomKills == 1 && guest.actual < .mebibytes(130) && guest.keptOut == .mebibytes(600))
    }

    @Test("With deflate-on-oom nobody is killed, and the balloon stays open until its target is sent again")
    func deflateOnOOM() {
        let load = Curve([
            (0, .mebibytes(100)), (5, .mebibytes(100)), (6, .mebibytes(500)), (8, .mebibytes(500)), (8, .zero),
        ])
        var plan = Self.plan(load, touched: .mebibytes(900))
        plan.deflatesOnOOM = true
        var guest = SimulatedGuest(plan, at: 0)
        guest.setTarget(.mebibytes(300))
        var time = Self.live(&guest, from: 0, 7)
        #expect(guest.oomKills == 0 && guest.anonymous > .mebibytes(480) && guest.actual > .mebibytes(540))
        time = Self.live(&guest, from: time, 5)
        #expect(guest.actual > .mebibytes(540))
        guest.setTarget(.mebibytes(300))
        _ = Self.live(&guest, from: time, 2)
        #expect(guest.actual == .mebibytes(300))
    }

    @Test("A guest with swap gives up what its processes hold, slowly, and that is harm")
    func swap() {
        var plan = Self.plan(.constant(.mebibytes(500)))
        plan.swap = .gibibytes(1)
        var guest = SimulatedGuest(plan, at: 0)
        guest.setTarget(.mebibytes(400))
        _ = Self.live(&guest, from: 0, 5)
        #expect(guest.oomKills == 0 && guest.swapOut > .mebibytes(100))
        #expect(guest.keptOut > .mebibytes(100) && guest.keptOut <= guest.swapped)
    }

    @Test("A reboot opens the balloon, and the standing target closes it again once the driver is back")
    func reboot() {
        var plan = Self.plan(.constant(.mebibytes(100)), touched: .mebibytes(900))
        plan.reboots = [5]
        var guest = SimulatedGuest(plan, at: 0)
        guest.setTarget(.mebibytes(400))
        var time = Self.live(&guest, from: 0, 4.5)
        #expect(guest.actual == .mebibytes(400))
        time = Self.live(&guest, from: time, 1)
        #expect(guest.actual == plan.maximum && guest.anonymous == .zero && guest.keptOut == .zero)
        _ = Self.live(&guest, from: time, 6)
        #expect(guest.actual == .mebibytes(400) && guest.anonymous == .mebibytes(100))
    }

    @Test("Free page reporting returns freed memory without a balloon")
    func reporting() {
        let load = Curve([(0, .mebibytes(600)), (2, .mebibytes(600)), (2, .mebibytes(50))])
        var plan = Self.plan(load)
        var guest = SimulatedGuest(plan, at: 0)
        _ = Self.live(&guest, from: 0, 8)
        #expect(guest.resident > .mebibytes(650))
        plan.reportsFreePages = true
        guest = SimulatedGuest(plan, at: 0)
        _ = Self.live(&guest, from: 0, 8)
        #expect(guest.resident < .mebibytes(200) && guest.actual == plan.maximum)
    }
}

import BalloonKit
import Controller
import Simulation
import Testing

/// The measured fleet under the controller: guests that give nothing to balloons, and a kernel that does what it is told.
private struct Loop {
    let total: ByteCount
    var model = KSMModel()
    var loads: [KSMLoad]
    var used: (Double) -> ByteCount
    let controller: Controller
    var state = ControllerState()
    private(set) var time = 0.0
    private(set) var secondsOver = 0.0
    private(set) var busiest = 0.0
    private(set) var phases: [KSMPhase] = []
    private var history: [Double] = []

    init(
        total: ByteCount, cap: Double, loads: [KSMLoad], used: @escaping (Double) -> ByteCount
    ) {
        self.total = total
        self.loads = loads
        self.used = used
        var settings = ControllerSettings()
        settings.ksm.cpuLimit = cap
        controller = Controller(settings: settings)
    }

    var usage: Double { (used(time) - model.saved).fraction(of: total) }

    mutating func run(until end: Double) {
        while time < end {
            for _ in 0..<10 {
                time += 0.1
                model.advance(by: 0.1, loads)
                if usage > 0.8 { secondsOver += 0.1 }
            }
            decide()
        }
    }

    private mutating func decide() {
        var pool = PoolSample(total: total, available: (total - used(time) + model.saved).clampedToZero)
        pool.ksm = model.sample
        let now = MonotonicTime(.milliseconds(Int64((time * 1000).rounded())))
        let guests = loads.map { load in
            var sample = GuestSample(name: "g\(load.guest)", state: .unmanaged)
            sample.resident = load.scannable
            sample.traits = MemoryTraits()
            return Snapshot.Guest(sample: sample)
        }
        let snapshot = Snapshot(cycle: UInt64(time), time: now, pool: pool, guests: guests)
        let (decision, next) = controller.decide(snapshot, state: state)
        state = next
        switch decision.ksm {
        case .run(let pages, let sleep):
            model.run = 1
            model.pagesToScan = pages
            model.sleep = sleep
        case .stop, .halt: model.run = 0
        case nil: break
        }
        if let phase = decision.ksmStatus?.phase, phases.last != phase { phases.append(phase) }
        // The share over ten seconds.
        history.append(Double(model.scannerTime / .milliseconds(1)) / 1000)
        if history.count > 10 {
            busiest = max(busiest, (history[history.count - 1] - history[history.count - 11]) / 10)
        }
    }
}

@Suite("The KSM governor on a modelled kernel")
struct KSMLoopTests {
    private static func fleet(_ count: Int, each: ByteCount, mergeable: Double) -> [KSMLoad] {
        (0..<count).map { KSMLoad(guest: $0, scannable: each, mergeable: each.scaled(by: mergeable)) }
    }

    @Test(
        "It brings usage back under the line and keeps its cap, then settles at next to nothing",
        arguments: [0.1, 0.2, 0.5])
    func backUnderTheLine(_ cap: Double) {
        var loop = Loop(
            total: .gibibytes(2), cap: cap, loads: Self.fleet(8, each: .pages(35_000), mergeable: 0.3),
            used: { _ in .mebibytes(1850) })
        loop.run(until: 120)
        #expect(loop.usage < 0.8 && loop.secondsOver < 20 * 0.2 / cap)
        #expect(loop.busiest <= cap + 0.02, "\(loop.busiest)")
        #expect(loop.phases == [.off, .hurry, .settled])
        let before = loop.model.scannerTime
        loop.run(until: 220)
        #expect(loop.model.scannerTime - before < .milliseconds(2500))
    }

    @Test("A steady growth never crosses the line: what must be scanned twice is scanned twice before")
    func inTime() {
        var loop = Loop(
            total: .gibibytes(64), cap: 0.2, loads: Self.fleet(40, each: .gibibytes(1), mergeable: 0.5),
            used: { .gibibytes(40) + ByteCount.mebibytes(20).scaled(by: min($0, 900)) })
        loop.run(until: 1200)
        #expect(loop.secondsOver == 0)
        #expect(loop.busiest <= 0.22, "\(loop.busiest)")
    }

    @Test("Where there is nothing alike it stops after two scans")
    func nothingAlike() {
        var loop = Loop(
            total: .gibibytes(2), cap: 0.2, loads: Self.fleet(8, each: .pages(35_000), mergeable: 0),
            used: { _ in .mebibytes(1740) })
        loop.run(until: 300)
        #expect(loop.phases == [.off, .hurry, .resting] && loop.model.fullScans <= 3)
        #expect(loop.model.scannerTime < .seconds(2))
    }

    @Test("Guests that come later are merged too")
    func arrivals() {
        var loop = Loop(
            total: .gibibytes(2), cap: 0.2, loads: Self.fleet(8, each: .pages(35_000), mergeable: 0.87),
            used: { $0 < 60 ? .mebibytes(1740) : .mebibytes(2440) })
        loop.run(until: 60)
        loop.loads += (20..<25).map {
            KSMLoad(guest: $0, scannable: .pages(35_000), mergeable: .pages(30_450))
        }
        let before = loop.model.saved
        loop.run(until: 160)
        #expect(loop.model.saved > before + .mebibytes(500))
    }
}

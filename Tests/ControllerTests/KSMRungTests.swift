import BalloonKit
import Testing

@testable import Controller

@Suite struct KSMRungTests {
    private var sample = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))
    private var state = KSMState()
    private var second = 0

    private mutating func step(isNeeded: Bool, isCalm: Bool = false, mode: KSMSettings.Mode = .auto) -> (
        KSMDirective, Reason
    )? {
        second += 1
        let result = KSMRung(settings: KSMSettings(mode: mode)).decide(
            sample, isNeeded: isNeeded, isCalm: isCalm, mergeable: .gibibytes(1),
            at: MonotonicTime(.seconds(second)), state: &state)
        if case .run(let pages, let sleep) = result?.0 {
            sample.run = 1
            sample.pagesToScan = pages
            sample.sleep = sleep
        }
        return result
    }

    @Test("It starts when balloons fall short, at a pace that fits the memory, and never when it is off")
    mutating func start() {
        #expect(step(isNeeded: false) == nil)
        #expect(step(isNeeded: true, mode: .off) == nil)
        let started = step(isNeeded: true)
        #expect(started?.0 == .run(pagesToScan: 2000, sleep: .milliseconds(20)))
        #expect(started?.1.code == .balloonsFallShort)
    }

    @Test("It slows down when ksmd costs more than its cap, and speeds up when it costs little")
    mutating func pace() {
        sample.scannerTime = .zero
        _ = step(isNeeded: true)
        sample.scannerTime = .milliseconds(400)
        #expect(step(isNeeded: true)?.0 == .run(pagesToScan: 1000, sleep: .milliseconds(20)))
        sample.scannerTime = .milliseconds(420)
        #expect(step(isNeeded: true)?.0 == .run(pagesToScan: 1250, sleep: .milliseconds(20)))
    }

    @Test("Two full scans without yield, and it idles; without profit, it stops and rests")
    mutating func yield() {
        sample.generalProfit = .mebibytes(5)
        _ = step(isNeeded: true)
        sample.fullScans = 1
        sample.pagesSharing = 100_000
        _ = step(isNeeded: true)
        sample.fullScans = 3
        let idle = step(isNeeded: true)
        #expect(idle?.0 == .run(pagesToScan: 1000, sleep: .milliseconds(20)) && idle?.1.code == .mergingDone)
        sample.generalProfit = .mebibytes(-1)
        #expect(step(isNeeded: true)?.0 == .stop)
        #expect(step(isNeeded: true) == nil)
    }

    @Test("Thirty calm seconds stop it")
    mutating func calm() {
        _ = step(isNeeded: true)
        var stopped: Int?
        for count in 0..<40 where stopped == nil {
            if step(isNeeded: false, isCalm: true)?.0 == .stop { stopped = count }
        }
        #expect(stopped == 30)
        #expect(step(isNeeded: false, isCalm: true) == nil)
    }

    @Test("What ksmd costs is measured although cycles come three times a second")
    mutating func paceOfUrgentCycles() {
        let rung = KSMRung(settings: KSMSettings())
        var directives: [KSMDirective] = []
        for step in 0...10 {
            sample.scannerTime = .milliseconds(step * 240)
            let result = rung.decide(
                sample, isNeeded: true, isCalm: false, mergeable: .gibibytes(1),
                at: MonotonicTime(.milliseconds(step * 300)), state: &state)
            guard let result, case .run(let pages, let sleep) = result.0 else { continue }
            directives.append(result.0)
            sample.run = 1
            sample.pagesToScan = pages
            sample.sleep = sleep
        }
        #expect(directives.first == .run(pagesToScan: 2000, sleep: .milliseconds(20)))
        #expect(directives.last == .run(pagesToScan: 500, sleep: .milliseconds(20)))
    }

    @Test("A paused pool leaves KSM as it is")
    func paused() {
        var snapshot = Bench.snapshot([Bench.guest(available: 300)], usage: 0.95)
        snapshot.pool.ksm = sample
        #expect(Bench.decide(snapshot).ksm != nil)
        snapshot.isPaused = true
        #expect(Bench.decide(snapshot).ksm == nil)
    }
}

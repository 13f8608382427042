import BalloonKit
import Testing

@testable import Controller

@Suite struct KSMGovernorTests {
    private var bench = KSMBench()

    @Test("It leaves KSM alone while balloons suffice, and hurries when they fall short")
    mutating func start() {
        for _ in 0..<100 { #expect(bench.step() == nil) }
        #expect(bench.state.phase == .off)
        bench.isNow = true
        for _ in 0..<2 { #expect(bench.step() == nil, "statistics may be on their way") }
        #expect(bench.step()?.code == .balloonsFallShort)
        #expect(bench.state.phase == .hurry && bench.sample.run == 1 && bench.sample.sleep == .milliseconds(20))
    }

    @Test("Without memory that could be merged it does not start")
    mutating func nothingToMerge() {
        bench.isNow = true
        bench.mergeable = .zero
        for _ in 0..<20 { #expect(bench.step() == nil) }
    }

    @Test("It starts before the line is crossed: the more there is to scan, the earlier", arguments: [2, 16, 64])
    mutating func early(_ gibibytes: Int64) {
        bench.mergeable = .gibibytes(gibibytes)
        bench.sample.scannerTime = .zero
        bench.room = .gibibytes(100)
        var started: ByteCount?
        while started == nil, bench.room > .zero {
            bench.room -= .mebibytes(50)
            if bench.step() != nil { started = bench.room }
        }
        // Two full scans at the pace of the first guess, under the default cap of 20 %.
        let scanTime = Double(2 * gibibytes << 18) / (0.2 * 0.9 / 1e-6)
        let secondsLeft = Double(started?.bytes ?? 0) / Double(50 << 20)
        #expect(bench.state.reason?.code == .mergeEarly)
        #expect(secondsLeft > scanTime && secondsLeft < scanTime * 2 + 30)
    }

    @Test("A short burst with much room is no reason to start")
    mutating func burst() {
        bench.room = .gibibytes(40)
        for second in 0..<60 {
            if (10..<14).contains(second) { bench.room -= .gibibytes(1) }
            #expect(bench.step() == nil)
        }
    }

    @Test("Two full scans without more, and it settles at a slow pace")
    mutating func settles() {
        _ = bench.begin()
        let pace = bench.sample.pagesToScan
        bench.scan(saving: .zero)
        _ = bench.step()
        bench.scan(saving: .mebibytes(300))
        _ = bench.step()
        bench.scan(saving: .mebibytes(400))
        _ = bench.step()
        bench.scan(saving: .mebibytes(401))
        _ = bench.step()
        #expect(bench.state.phase == .hurry)
        bench.scan(saving: .mebibytes(401))
        let settled = bench.step()
        #expect(settled?.code == .mergingDone && bench.state.phase == .settled)
        let perSecond = Double(bench.sample.pagesToScan) / bench.sample.sleep.inSeconds
        #expect(bench.sample.sleep == .milliseconds(200) && perSecond < Double(pace) / 0.02 / 4)
        #expect(bench.step() == nil)
    }

    @Test("A scan that was under way when it started does not count")
    mutating func halfAScan() {
        bench.sample.fullScans = 7
        bench.sample.pagesUnshared = 1000
        _ = bench.begin()
        for _ in 0..<2 {
            bench.scan(saving: .zero, profit: .mebibytes(-5))
            _ = bench.step()
            #expect(bench.state.phase == .hurry)
        }
        bench.scan(saving: .zero, profit: .mebibytes(-5))
        _ = bench.step()
        #expect(bench.state.phase == .resting)
    }

    @Test("New mergeable memory brings the hurry back where it is needed, and only there")
    mutating func arrivals() {
        bench.settle()
        #expect(bench.state.phase == .settled)
        bench.mergeable += .mebibytes(40)
        #expect(bench.step() == nil)
        bench.mergeable += .mebibytes(200)
        #expect(bench.step()?.code == .newMergeable)
        #expect(bench.state.phase == .hurry && bench.sample.sleep == .milliseconds(20))
        var calm = KSMBench()
        calm.settle()
        calm.isNow = false
        calm.mergeable += .gibibytes(1)
        #expect(calm.step()?.code != .newMergeable && calm.state.phase == .settled)
    }

    @Test("Thirty seconds without need stop it, and what is merged stays")
    mutating func calm() {
        bench.settle()
        bench.isNow = false
        var stopped: Int?
        for count in 1...60 where stopped == nil {
            if let answer = bench.step() {
                #expect(answer.code == .pressureGone && answer.directive == .stop)
                stopped = count
            }
        }
        #expect(stopped == 31)
        for _ in 0..<60 { #expect(bench.step() == nil) }
    }

    @Test("What does not pay is stopped after two full scans, and each rest is longer than the one before")
    mutating func rests() {
        bench.isNow = true
        var rests: [Int] = []
        _ = bench.step()
        for _ in 0..<4 {
            if bench.state.phase == .off { _ = bench.begin() }
            #expect(bench.state.phase == .hurry)
            for _ in 0..<3 where bench.state.phase == .hurry {
                bench.scan(saving: .zero, profit: .kibibytes(-64))
                _ = bench.step()
            }
            #expect(bench.state.phase == .resting && bench.sample.run == 0)
            let since = bench.second
            while bench.state.phase == .resting, bench.second - since < 9999 { _ = bench.step() }
            rests.append(bench.second - since)
        }
        #expect(rests == [600, 1200, 2400, 4800])
    }

    @Test("A kernel without general_profit is judged by its counters")
    mutating func profitOfCounters() {
        _ = bench.begin()
        for _ in 0..<3 where bench.state.phase == .hurry {
            bench.scan(saving: .mebibytes(1))
            bench.sample.pagesUnshared = 1_000_000
            _ = bench.step()
        }
        #expect(bench.state.phase == .resting)
    }

    @Test("Many new guests end a rest, a few do not")
    mutating func arrivalsEndRest() {
        _ = bench.begin()
        for _ in 0..<2 {
            bench.scan(saving: .zero, profit: .kibibytes(-64))
            _ = bench.step()
        }
        #expect(bench.state.phase == .resting)
        bench.mergeable += .mebibytes(200)
        #expect(bench.step() == nil)
        bench.mergeable += .mebibytes(200)
        #expect(bench.begin()?.code == .balloonsFallShort)
    }

    @Test("Switched off by configuration, or by a kernel without KSM, nothing is decided or shown")
    func off() {
        var snapshot = Bench.snapshot([Bench.guest(available: 300)], usage: 0.95)
        #expect(Bench.decide(snapshot).ksmStatus == nil)
        snapshot.pool.ksm = bench.sample
        var last = (Bench.decide(snapshot), ControllerState())
        for second in 0..<4 where last.0.ksm == nil {
            snapshot.time = MonotonicTime(.seconds(second))
            last = Controller(settings: ControllerSettings()).decide(snapshot, state: last.1)
        }
        #expect(last.0.ksm != nil && last.0.ksmStatus?.phase == .hurry)
        var settings = ControllerSettings()
        settings.ksm.mode = .off
        let (decision, state) = Controller(settings: settings).decide(snapshot, state: ControllerState())
        #expect(decision.ksm == nil && decision.ksmStatus?.reason.code == .ksmOff && state.ksm.phase == .off)
    }

    @Test("A paused pool leaves KSM as it is, unless the operator says otherwise")
    func paused() {
        var snapshot = Bench.snapshot([Bench.guest(available: 300)], usage: 0.95)
        snapshot.pool.ksm = bench.sample
        snapshot.isPaused = true
        #expect(Bench.decide(snapshot).ksm == nil)
        snapshot.ksmOrder.hold = .start
        #expect(Bench.decide(snapshot).ksm != nil)
    }

    @Test("What was scanning for the pool stops when the pool is paused: nobody would keep its cap")
    func pausedWhileScanning() {
        let controller = Controller(settings: ControllerSettings())
        var snapshot = Bench.snapshot([Bench.guest(available: 300)], usage: 0.95)
        snapshot.pool.ksm = bench.sample
        snapshot.ksmOrder.hold = .start
        let (started, state) = controller.decide(snapshot, state: ControllerState())
        #expect(started.ksm != nil)
        snapshot.ksmOrder.hold = nil
        snapshot.isPaused = true
        let (paused, later) = controller.decide(snapshot, state: state)
        #expect(paused.ksm == .stop && paused.ksmReason?.code == .poolPaused)
        #expect(controller.decide(snapshot, state: later).0.ksm == nil)
    }

    @Test("Memory that is merged is not idle memory that a balloon returns")
    func mergedIsNotIdle() {
        var guest = Bench.guest(available: 600, resident: 1024)
        let idle = Bench.decide(Bench.snapshot([guest])).verdicts[0].assessment.idle
        // Of 1024 MiB resident the working set explains 394.
        guest.sample.merged = .mebibytes(600)
        #expect(idle > .mebibytes(300))
        #expect(Bench.decide(Bench.snapshot([guest])).verdicts[0].assessment.idle == .mebibytes(30))
        guest.sample.merged = .gibibytes(4)
        #expect(Bench.decide(Bench.snapshot([guest])).verdicts[0].assessment.idle == .zero)
    }

    @Test("Unmerging fits only under the high watermark")
    func unmerging() {
        var pool = PoolSample(total: .gibibytes(10), available: .gibibytes(4))
        #expect(KSMUnmerging(pool, KSMBench.marks).fits)
        pool.ksm = KSMSample(run: 0, pagesToScan: 100, sleep: .zero)
        pool.ksm?.pagesSharing = 1741 * 256
        #expect(KSMUnmerging(pool, KSMBench.marks).fits)
        pool.ksm?.pagesSharing += 1
        #expect(!KSMUnmerging(pool, KSMBench.marks).fits)
        #expect(KSMUnmerging(pool, KSMBench.marks).room == .mebibytes(1741))
    }
}

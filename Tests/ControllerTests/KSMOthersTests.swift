import BalloonKit
import Testing

@testable import Controller

@Suite("KSM and others who set it")
struct KSMOthersTests {
    private var bench = KSMBench()

    private mutating func meddle() {
        bench.sample.run = 0
        bench.sample.pagesToScan = 64
    }

    @Test("What somebody else set is set right, a few times; then it is left alone, with an alarm, for ten minutes")
    mutating func meddling() {
        _ = bench.begin()
        var corrections = 0
        while bench.state.phase == .hurry, corrections < 99 {
            for _ in 0..<4 { _ = bench.step() }
            meddle()
            if bench.step()?.code == .ksmMeddled { corrections += 1 }
        }
        #expect(corrections == KSMContest.bound - 1)
        #expect(bench.state.phase == .contested && bench.sample.pagesToScan == 64)
        #expect(bench.state.alarm?.code == .ksmContested)
        let since = bench.second
        while bench.state.phase == .contested, bench.second - since < 9999 { _ = bench.step() }
        #expect(
            bench.second - since == 600 && bench.begin() != nil && bench.sample.run == 1 && bench.state.alarm == nil)
    }

    @Test("Who stops the scanner before any cycle sees it go is found out by what it scanned meanwhile")
    mutating func instantMeddling() {
        _ = bench.begin()
        for _ in 0..<20 where bench.state.phase == .hurry {
            bench.sample.run = 0
            bench.sample.pagesVolatile += 500
            _ = bench.step()
        }
        #expect(bench.state.phase == .contested && bench.state.alarm?.code == .ksmContested)
    }

    @Test("A change every ten minutes is set right for ever")
    mutating func rareMeddling() {
        _ = bench.begin()
        for _ in 0..<20 {
            _ = bench.step(seconds: 601)
            _ = bench.step()
            meddle()
            let answers = (0..<5).compactMap { _ in bench.step() }
            #expect(answers.contains { $0.code == .ksmMeddled } && bench.sample.run == 1)
        }
    }

    @Test("What is not carried out is asked for again every ten seconds, and is nobody's meddling")
    mutating func notObeyed() {
        bench.isObeyed = false
        bench.isNow = true
        var asked: [Int] = []
        for second in 1...43 where bench.step() != nil { asked.append(second) }
        #expect(asked == [3, 13, 23, 33, 43] && bench.state.alarm == nil)
    }

    @Test("The operator's start holds without need and without profit, and ends with auto")
    mutating func holdStart() {
        bench.order.hold = .start
        #expect(bench.step()?.code == .operatorHold)
        for _ in 0..<5 {
            bench.scan(saving: .zero, profit: .kibibytes(-1))
            _ = bench.step(seconds: 40)
        }
        #expect(bench.state.phase == .settled && bench.sample.run == 1)
        #expect(bench.state.status(order: bench.order).hold == .start)
        bench.order.hold = nil
        _ = bench.step()
        #expect(bench.sample.run == 0)
    }

    @Test("The operator's stop holds under pressure, whoever starts it; with auto it goes on")
    mutating func holdStop() {
        _ = bench.begin()
        bench.order.hold = .stop
        #expect(bench.step()?.directive == .halt)
        #expect(bench.state.phase == .off && bench.state.reason?.code == .operatorHold)
        for _ in 0..<30 { #expect(bench.step() == nil) }
        bench.sample.run = 1
        #expect(bench.step()?.directive == .halt)
        #expect(bench.sample.run == 0)
        bench.order.hold = nil
        #expect(bench.step()?.directive == .stop)
        #expect(bench.begin()?.code == .balloonsFallShort)
    }

    @Test("Unmerging under the operator's stop is not fought")
    mutating func unmerging() {
        bench.order.hold = .stop
        _ = bench.step()
        bench.sample.run = 2
        for _ in 0..<10 { #expect(bench.step() == nil) }
    }

    @Test("A retune forgets what a page cost and ends a rest")
    mutating func retune() {
        _ = bench.begin()
        for _ in 0..<2 {
            bench.scan(saving: .zero, profit: .kibibytes(-64))
            _ = bench.step()
        }
        #expect(bench.state.phase == .resting && bench.step() == nil)
        bench.order.retunes += 1
        #expect(bench.begin()?.code == .balloonsFallShort)
        #expect(bench.state.restTime == .seconds(600))
    }
}

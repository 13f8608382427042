import BalloonKit
import Baselines
import Controller
import Testing

/// A pool of 16 GiB: the threshold is 3276 MiB.
@Suite struct KsmtunedTests {
    private let idle = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))

    @Test("With memory short it boosts by 300 pages a round up to 1250")
    func boosts() {
        var rule = KsmtunedRule()
        let pages = (0..<6).map { round in
            rule.directive(for: moment(round * 60, total: 16384, used: 14000, ksm: idle))
        }
        #expect(
            pages == [300, 600, 900, 1200, 1250, 1250].map { .run(pagesToScan: $0, sleep: .milliseconds(10)) })
    }

    @Test("With memory committed but not short it decays by 50 pages a round down to 64")
    func decays() {
        var rule = KsmtunedRule()
        _ = rule.directive(for: moment(0, total: 16384, used: 14000, ksm: idle))
        let committed = guest("a", actual: 14000, maximum: 16000)
        let pages = (1...7).map { round in
            rule.directive(for: moment(round * 60, total: 16384, used: 12000, ksm: idle, committed))
        }
        #expect(
            pages == [250, 200, 150, 100, 64, 64, 64].map { .run(pagesToScan: $0, sleep: .milliseconds(10)) })
    }

    @Test("With plenty it stops, and does not say so twice")
    func stops() {
        var rule = KsmtunedRule()
        let running = KSMSample(run: 1, pagesToScan: 64, sleep: .milliseconds(10))
        #expect(rule.directive(for: moment(0, total: 16384, used: 1000, ksm: running)) == .halt)
        #expect(rule.directive(for: moment(60, total: 16384, used: 1000, ksm: idle)) == nil)
    }

    @Test("Half the memory makes it pause twice as long; a large host never pauses less than 10 ms")
    func pause() {
        var small = KsmtunedRule()
        #expect(
            small.directive(for: moment(total: 8192, used: 8000, ksm: idle))
                == .run(pagesToScan: 300, sleep: .milliseconds(20)))
        var large = KsmtunedRule()
        #expect(
            large.directive(for: moment(total: 65536, used: 65000, ksm: idle))
                == .run(pagesToScan: 300, sleep: .milliseconds(10)))
    }

    @Test("Counted as resident, merged pages keep it running; counted once, they do not")
    func measures() {
        var merged = idle
        merged.pagesSharing = 6000 << 8
        let snapshot = moment(total: 16384, used: 8000, ksm: merged, guest("a", actual: 14000, maximum: 16000))
        var resident = KsmtunedRule(memory: .resident)
        #expect(resident.directive(for: snapshot) != nil)
        var proportional = KsmtunedRule(memory: .proportional)
        #expect(proportional.directive(for: snapshot) == nil)
    }

    @Test("It looks once a minute")
    func period() {
        var rule = KsmtunedRule()
        let rounds = (0...120).filter { rule.directive(for: moment($0, total: 16384, used: 14000, ksm: idle)) != nil }
        #expect(rounds == [0, 60, 120])
    }

    @Test("Without KSM there is nothing to tune")
    func withoutKSM() {
        var rule = KsmtunedRule()
        #expect(rule.directive(for: moment(total: 16384, used: 16000)) == nil)
    }

    @Test("As a governor it tunes KSM and leaves every guest alone")
    func governor() {
        var governor = KsmtunedGovernor(settings: ControllerSettings())
        let decision = governor.decide(
            moment(total: 16384, used: 16000, ksm: idle, guest("a", actual: 4096, free: 4000)))
        #expect(decision.ksm == .run(pagesToScan: 300, sleep: .milliseconds(10)))
        #expect(decision.actions.isEmpty)
    }
}

import BalloonKit
import Controller
import Simulation
import Testing

@Suite("Seeds that once failed")
struct SeedTests {
    @Test("Nothing is found any more", arguments: RegressionSeed.all)
    func regression(_ entry: RegressionSeed) {
        let result = SwarmRun(seed: entry.seed, cycles: entry.cycles).run(seconds: entry.seconds)
        #expect(result.findings.violations == [])
    }

    @Test(
        "They keep the worlds in which they failed: what is drawn by later lots befalls others",
        arguments: RegressionSeed.all)
    func world(_ entry: RegressionSeed) {
        let run = SwarmRun(seed: entry.seed, cycles: entry.cycles)
        let scenario = run.scenario
        #expect(run.settings == ControllerSettings())
        #expect(scenario.pool.ksmFound == .initial && scenario.pool.ksmWrites.isEmpty)
        let later = scenario.acts.filter {
            switch $0.deed {
            case .holdKSM, .retuneKSM, .unmergeKSM, .reserveRoom: true
            default: false
            }
        }
        #expect(later.isEmpty)
    }

    @Test("KSM that was found on is on again after an unmerging whose hold was over before a cycle saw it")
    func unseenHold() {
        // Seed 6003011, 1240 s: the hold came and went between two cycles, and nobody put back what was found.
        let result = SwarmRun(seed: 6_003_011, cycles: 2000).run(seconds: 1270)
        #expect(result.findings.violations == [])
    }

    @Test(
        "Nobody is blamed for memory that could not be had: of a guest just found not to give, or let go a second ago",
        arguments: [(6_003_680, 170.0), (6_002_985, 1480.0)] as [(UInt64, Double)])
    func unattainable(_ seed: UInt64, _ seconds: Double) {
        let result = SwarmRun(seed: seed, cycles: 2000).run(seconds: seconds)
        #expect(result.findings.violations == [])
    }

    @Test("Headroom does not lower a grant that stands")
    func loweredGrant() {
        // Seed 7, cycle 1240: g04 was on its way to 707 MiB, wanted more, and was sent 585 MiB for want of headroom: its
        // own promise had been counted against it.
        let strict = DeadBandChecker(allowsLowering: false)
        let result = SwarmRun(seed: 7, cycles: 2000).run(checkers: [strict], seconds: 1080)
        #expect(result.findings.violations == [])
    }

    @Test("No guest is turned more than twelve times a minute")
    func turns() {
        // Seed 7, 207 to 231 s, g06: a guest whose page cache grew got its reserve twice, was squeezed for it half a second
        // later, and got it again.
        let result = SwarmRun(seed: 7, cycles: 2000).run(checkers: [FlipChecker(most: 12)], seconds: 240)
        #expect(result.findings.violations == [])
    }
}

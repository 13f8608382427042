import BalloonKit
import Simulation
import Testing

@Suite("Seeds that once failed")
struct SeedTests {
    @Test("Nothing is found any more", arguments: RegressionSeed.all)
    func regression(_ entry: RegressionSeed) {
        let result = SwarmRun(seed: entry.seed, cycles: entry.cycles).run(seconds: entry.seconds)
        #expect(result.findings.violations == [])
    }

    @Test("Headroom does not lower a grant that stands")
    func loweredGrant() {
        // Seed 7, cycle 1240: g04 is on its way to 707 MiB, wants more, and is sent 585 MiB for want of headroom. Its own
        // promise is counted against it.
        let strict = DeadBandChecker(allowsLowering: false)
        let result = SwarmRun(seed: 7, cycles: 2000).run(checkers: [strict], seconds: 1080)
        withKnownIssue("guardrails: headroom comes after the dead band", isIntermittent: true) {
            #expect(result.findings.violations == [])
        }
    }

    @Test("No guest is turned more than twelve times a minute")
    func turns() {
        // Seed 7, 207 to 231 s, g06: a guest whose page cache grows gets its reserve twice, is squeezed for it half a second
        // later, and gets it again.
        let result = SwarmRun(seed: 7, cycles: 2000).run(checkers: [FlipChecker(most: 12)], seconds: 240)
        withKnownIssue("policy: a grant to a growing guest is squeezed back", isIntermittent: true) {
            #expect(result.findings.violations == [])
        }
    }
}

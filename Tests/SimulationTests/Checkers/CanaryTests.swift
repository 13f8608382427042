import BalloonKit
import Controller
import Simulation
import Testing

@Suite("Every checker is alive")
struct CanaryTests {
    @Test("A governor that breaks a rule is caught", arguments: Canary.all)
    func caught(_ canary: Canary) {
        let findings = canary.findings()
        #expect(findings.counts[canary.checker] ?? 0 > 0, "\(findings.violations)")
    }

    @Test("The real governor is not, in the same worlds", arguments: Canary.all)
    func unspoilt(_ canary: Canary) {
        var harmless = canary
        harmless.spoil = { _, _ in }
        harmless.mayUnmerge = { $0.fits }
        #expect(harmless.findings().violations == [])
    }

    @Test("Every checker has its canary")
    func complete() {
        let known = Set(Canary.all.map(\.checker))
        #expect(known == Set(CheckerSuite.all.map(\.name)))
    }
}

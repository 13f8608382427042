import BalloonKit
import PolicySupervisor
import PolicyWire
import Testing

@Suite("Trust in a plugin")
struct PolicyTrustTests {
    private func seconds(_ count: Int) -> MonotonicTime { MonotonicTime(.seconds(count)) }

    @Test(
        "backs off longer after each failure, and never for more than a minute",
        arguments: [(0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (1_000_000, 60)])
    func backOff(failures: Int, seconds: Int) {
        #expect(PolicyTrust.backOff(after: failures) == .seconds(seconds))
    }

    @Test("is lost after so many failures, and comes back only by an operator's word", arguments: [1, 3, 5, 100])
    func quarantine(allowed: Int) {
        var trust = PolicyTrust(failuresAllowed: allowed)
        for failure in 1..<allowed {
            trust.failed(.late, at: seconds(100))
            #expect(
                trust.standing == .backingOff(until: MonotonicTime(.seconds(100) + PolicyTrust.backOff(after: failure)))
            )
            trust.started()
            #expect(trust.standing == .trusted)
        }
        trust.failed(.died, at: seconds(200))
        #expect(trust.standing == .quarantined)
        trust.started()
        trust.succeeded()
        #expect(trust.standing == .quarantined)
        trust.reinstate()
        #expect(trust.standing == .trusted)
        #expect(trust.failures == 0)
        #expect(trust.allowed == allowed)
    }

    @Test("is lost at once when the plugin is refused: another start would change nothing")
    func refused() {
        var trust = PolicyTrust()
        trust.failed(.refused(.wrongAPI), at: .origin)
        #expect(trust.standing == .quarantined)
    }

    @Test("is whole again after sixty good rounds in a row, and not before", arguments: [(59, 2), (60, 1), (200, 1)])
    func forgiven(rounds: Int, failures: Int) {
        var trust = PolicyTrust()
        trust.failed(.late, at: .origin)
        trust.started()
        for _ in 0..<rounds { trust.succeeded() }
        trust.failed(.late, at: .origin)
        #expect(trust.failures == failures)
    }

    @Test("counts good rounds anew after each failure")
    func goodRoundsInARow() {
        var trust = PolicyTrust()
        for _ in 1...2 {
            trust.failed(.nonsense, at: .origin)
            for _ in 1...40 { trust.succeeded() }
        }
        #expect(trust.failures == 2)
    }

    @Test("allows one failure at least and a hundred at most", arguments: [(-5, 1), (0, 1), (7, 7), (101, 100)])
    func allowed(given: Int, holds: Int) {
        #expect(PolicyTrust(failuresAllowed: given).allowed == holds)
        var trust = PolicyTrust()
        trust.allowed = given
        #expect(trust.allowed == holds)
    }
}

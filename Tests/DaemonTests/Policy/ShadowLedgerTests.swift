import BalloonKit
import Controller
import Testing

@testable import Daemon

@Suite("What a shadow would have done")
struct ShadowLedgerTests {
    private let ledger = ShadowLedger(active: "built-in", shadow: "tiers", since: .origin)

    /// Targets in MiB by guest, all of which have 1,000 MiB unless said otherwise.
    private func decision(
        _ targets: [String: Int64?], actual: Int64 = 1000, cycle: UInt64 = 1, policy: String? = nil,
        reason: Reason? = nil
    ) -> Decision {
        let verdicts = targets.sorted { $0.key < $1.key }.map { guest, target in
            Verdict(
                guest: guest, actual: .mebibytes(actual), target: target.map { .mebibytes($0) },
                reason: Reason("because"), assessment: GuestAssessment(name: guest),
                outlook: Outlook(usage: 0.5, within: .seconds(1)))
        }
        var decision = Decision(
            cycle: cycle, time: .origin,
            forecast: Forecast(used: .zero, slope: .zero, inFlight: .zero, predicted: .zero),
            watermarks: Watermarks(limit: .zero, high: .zero, low: .zero),
            outlook: Outlook(usage: 0.5, within: .seconds(1)), verdicts: verdicts)
        decision.policy = policy
        decision.policyReason = reason
        return decision
    }

    @Test("is nothing while both decide the same")
    func same() {
        var ledger = ledger
        ledger.record(actual: decision(["a": 900, "b": nil]), ghost: decision(["a": 900, "b": nil]), at: .origin)
        #expect(ledger.cycles == 1 && ledger.differing == 0 && ledger.differences.isEmpty)
        #expect(ledger.moved == .mebibytes(100) && ledger.shadowMoved == .mebibytes(100))
        #expect(ledger.guests["a"]?.cycles == 1 && ledger.guests["a"]?.differing == 0)
    }

    @Test("is told by guest and in all, with what each wanted")
    func different() throws {
        var ledger = ledger
        let time = MonotonicTime(.seconds(5))
        ledger.record(
            actual: decision(["a": 900, "b": nil, "c": nil], cycle: 8),
            ghost: decision(["a": nil, "b": 1300, "c": nil], cycle: 8), at: time)
        #expect(ledger.cycles == 1 && ledger.differing == 1)
        #expect(ledger.moved == .mebibytes(100) && ledger.shadowMoved == .mebibytes(300))
        let guests = try ["a", "b", "c"].map { try #require(ledger.guests[$0]) }
        #expect(guests.map(\.differing) == [1, 1, 0])
        #expect(guests.map(\.moved) == [.mebibytes(100), .zero, .zero])
        #expect(guests.map(\.shadowMoved) == [.zero, .mebibytes(300), .zero])
        #expect(ledger.differences.map(\.guest) == ["a", "b"])
        let first = try #require(ledger.differences.first)
        #expect(first.cycle == 8 && first.time == time)
        #expect(first.target == .mebibytes(900) && first.shadowTarget == nil)
    }

    @Test("counts a wish once that comes again because nobody carries it out")
    func repeated() {
        var ledger = ledger
        for _ in 1...10 {
            ledger.record(actual: decision(["a": nil]), ghost: decision(["a": 600]), at: .origin)
        }
        #expect(ledger.differing == 10)
        #expect(ledger.shadowMoved == .mebibytes(400))
        ledger.record(actual: decision(["a": nil]), ghost: decision(["a": 500]), at: .origin)
        #expect(ledger.shadowMoved == .mebibytes(500), "it wants more")
        ledger.record(
            actual: decision(["a": nil], actual: 900), ghost: decision(["a": 500], actual: 900), at: .origin)
        #expect(ledger.shadowMoved == .mebibytes(900), "the guest has changed, and the wish with it")
    }

    @Test("is not known of cycles in which it gave no answer")
    func unanswered() {
        var ledger = ledger
        let late = decision(["a": 600], policy: "built-in", reason: Reason(.policyLate))
        ledger.record(actual: decision(["a": nil]), ghost: late, at: .origin)
        #expect(ledger.unanswered == 1 && ledger.cycles == 0 && ledger.shadowMoved == .zero)
        // Overruled, it has answered.
        let overruled = decision(["a": 600], policy: "built-in", reason: Reason(.policyFallsShort))
        ledger.record(actual: decision(["a": nil]), ghost: overruled, at: .origin)
        #expect(ledger.unanswered == 1 && ledger.cycles == 1)
        // The built-in policy in shadow is meant when it decides.
        var other = ShadowLedger(active: "tiers", shadow: "built-in", since: .origin)
        let own = decision(["a": 600], policy: "built-in", reason: Reason(.policyStarting))
        other.record(actual: decision(["a": nil]), ghost: own, at: .origin)
        #expect(other.unanswered == 0 && other.differing == 1)
    }

    @Test("is bounded: the last 200 differences, and 4,096 guests")
    func bounded() {
        var ledger = ledger
        for cycle in 1...50 {
            let names = (0..<100).map { "guest-\(cycle)-\($0)" }
            ledger.record(
                actual: decision(Dictionary(uniqueKeysWithValues: names.map { ($0, nil) }), cycle: UInt64(cycle)),
                ghost: decision(Dictionary(uniqueKeysWithValues: names.map { ($0, 999) }), cycle: UInt64(cycle)),
                at: .origin)
        }
        #expect(ledger.differences.count == 200)
        #expect(ledger.differences.first?.cycle == 49)
        #expect(ledger.guests.count == 4096)
        #expect(ledger.guestsUnlisted == 5000 - 4096)
        #expect(ledger.shadowMoved == .mebibytes(5000))
    }
}

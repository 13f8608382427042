import BalloonKit
import Testing

@testable import Controller

@Suite struct ExplanationTests {
    @Test("A cut tells the cause, what the guest held, and what bit")
    func cut() {
        let outlook = Outlook(usage: 0.8123, within: .milliseconds(1500))
        let verdict = Verdict(
            guest: "web1", action: .reclaim, actual: .mebibytes(1536), proposed: .mebibytes(900),
            target: .gibibytes(1), reason: Reason(.idleMemory, amount: .mebibytes(900)),
            guardrails: [Reason(.stepLimit)], assessment: GuestAssessment(name: "web1"), outlook: outlook)
        #expect(
            verdict.explanation
                == "web1 is cut 512 MiB to 1 GiB because the pool is forecast to reach 81.2 % in 1.5 s; it holds 900 MiB idle; the step limit bit"
        )
    }

    @Test("What did not happen is explained too")
    func refused() {
        let verdict = Verdict(
            guest: "db1", actual: .gibibytes(1), proposed: .gibibytes(2),
            reason: Reason(.distress, amount: .mebibytes(90)),
            guardrails: [Reason(.headroom, amount: .zero)], assessment: GuestAssessment(name: "db1"),
            outlook: Outlook(usage: 0.9, within: .seconds(1)))
        #expect(
            verdict.explanation
                == "db1 is held at 1 GiB, although 1 GiB more was proposed, for it is in distress and lacks 90 MiB of its reserve; the pool's headroom bit"
        )
    }

    @Test("A guest that is where its pin wants it is not held in spite of it")
    func pinReached() {
        var verdict = Verdict(
            guest: "web1", action: .pin, actual: .mebibytes(480), proposed: .mebibytes(480),
            reason: Reason(.pinned, amount: .mebibytes(480), remark: "backup"),
            assessment: GuestAssessment(name: "web1"), outlook: Outlook(usage: 0.5, within: .seconds(1)))
        #expect(verdict.explanation == "web1 is held at 480 MiB: the operator pinned it to 480 MiB (backup)")
        verdict.action = .hold
        #expect(verdict.explanation == "web1 is held at 480 MiB: the operator pinned it to 480 MiB (backup)")
        verdict.action = .pin
        verdict.actual = .mebibytes(500)
        #expect(
            verdict.account
                == "at 500 MiB on its way to 480 MiB: the operator pinned it to 480 MiB (backup)")
    }

    @Test("A grant and a guest nothing is known of read like the rest")
    func otherVerdicts() {
        let outlook = Outlook(usage: 0.5, within: .seconds(1))
        let grant = Verdict(
            guest: "a", action: .grant, actual: .mebibytes(100), target: .mebibytes(150),
            reason: Reason(.growing, amount: .mebibytes(30)), assessment: GuestAssessment(name: "a"), outlook: outlook)
        #expect(grant.account == "given 50 MiB and has 150 MiB because it grows and lacks 30 MiB of its reserve")
        let unknown = Verdict(
            guest: "b", reason: Reason(.connecting), assessment: GuestAssessment(name: "b"), outlook: outlook)
        #expect(unknown.explanation == "b is held: its connection is not up yet")
    }

    @Test("Codes of a policy's own are shown as they are")
    func unknown() {
        #expect(Reason("my-rule", amount: .gibibytes(2), remark: "as agreed").sentence == "my-rule (2 GiB): as agreed")
    }

    @Test("A policy that stands in says for which, and why; a remark is told after the reason")
    func standIn() {
        var decision = Bench.decide(Bench.snapshot([Bench.guest(available: 900)]))
        #expect(decision.poolSentences.count == 1)
        decision.policy = "built-in"
        decision.policyReason = Reason(.policyFallsShort, remark: "office-hours")
        #expect(
            decision.poolSentences.last
                == "the built-in policy decides: what office-hours proposes does not keep the pool under its line")
        let codes: [Reason.Code] = [.policyLate, .policyDied, .policyNonsense, .policyStarting, .policyQuarantined]
        let sentences = codes.map { Reason($0).sentence }
        #expect(Set(sentences).count == codes.count)
        for (code, sentence) in zip(codes, sentences) {
            #expect(!sentence.contains(code.rawValue))
            #expect(Reason(code, remark: "as seen").sentence == "\(sentence): as seen")
        }
    }

    @Test("The pool's line names usage, forecast and limit")
    func pool() {
        let decision = Bench.decide(Bench.snapshot([Bench.guest(available: 900)], usage: 0.79))
        let lines = decision.explanation.split(separator: "\n")
        #expect(
            lines.first
                == "the pool is at 79.0 % and forecast to reach 79.0 % in 1.5 s, the limit is 80.0 %; 460 MiB is reclaimed"
        )
        #expect(lines.count == 2)
    }
}

import BalloonKit
import Controller

/// Everything that is done can be explained.
///
/// Granularity (whole MiB, rounded towards `actual`) leaves no reason, so less than 1 MiB of difference needs none.
public struct ReasonChecker: Checker {
    public let name = "reasons"
    public let rule = "One verdict a guest, each with a reason that has a sentence; each clamp names its guardrail."

    private var known: Set<String> = []

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        let names = Set(cycle.snapshot.guests.map(\.sample.name))
        if cycle.decision.verdicts.count != names.count || Set(cycle.decision.verdicts.map(\.guest)) != names {
            findings.add(self, nil, "\(cycle.decision.verdicts.count) verdicts for \(names.count) guests")
        }
        // A plugin explains its moves in its own words, which nobody here knows.
        let isPlugin = cycle.decision.policy.map { $0 != BuiltInPolicy.manifest.name } ?? false
        for guest in cycle.guests {
            guard let verdict = guest.verdict else { continue }
            for reason in (isPlugin ? [] : [verdict.reason]) + verdict.guardrails where !hasSentence(reason) {
                findings.add(self, guest.name, "nothing explains \(reason.code.rawValue)")
            }
            guard let proposed = verdict.proposed, verdict.guardrails.isEmpty, let actual = verdict.actual else {
                continue
            }
            switch verdict.action {
            case .reclaim, .grant:
                guard let target = verdict.target, (target - proposed).magnitude >= .mebibytes(1) else { continue }
                findings.add(self, guest.name, "\(proposed) became \(target) without a guardrail")
            // A pin that is not sent, since it stands already or could not be reached, says so itself.
            case .hold where ![.pinned, .pinUnreachable].contains(verdict.reason.code):
                guard (proposed - actual).magnitude >= .mebibytes(1) else { continue }
                findings.add(self, guest.name, "\(proposed) was refused without a guardrail")
            default: continue
            }
        }
        for reason in cycle.decision.alarms + [cycle.decision.ksmReason].compactMap({ $0 }) where !hasSentence(reason) {
            findings.add(self, nil, "nothing explains \(reason.code.rawValue)")
        }
        if (cycle.decision.ksm == nil) != (cycle.decision.ksmReason == nil) {
            findings.add(self, nil, "KSM is changed without a reason, or not changed with one")
        }
    }

    private mutating func hasSentence(_ reason: Reason) -> Bool {
        let code = reason.code.rawValue
        if known.contains(code) { return true }
        // Without a sentence of its own a code is written as it stands.
        guard !code.isEmpty, !Reason(reason.code).sentence.hasPrefix(code) else { return false }
        known.insert(code)
        return true
    }
}

import BalloonKit
import Controller
import Journal

/// One thing that was decided otherwise when it was decided again.
public struct ReplayDifference: Sendable, Hashable {
    public enum Subject: Sendable, Hashable {
        case guest(String)
        case forecast, rung, ksm, alarms, amounts
        /// Which policy decides, and why.
        case policy
        /// Whether a sample of the fast sensor called for a cycle at once.
        case urgency
    }

    public var subject: Subject
    /// Of the snapshot; for a sensor's sample the one before it.
    public var cycle: UInt64
    public var time: MonotonicTime
    public var recorded: String
    public var decided: String
    /// The controller's state was not known a short while before: it may be the reason.
    public var isSettling = false

    /// As tables call it: a guest's name, or what of the pool it is.
    public var name: String {
        switch subject {
        case .guest(let name): name
        case .forecast: "forecast"
        case .rung: "rung"
        case .ksm: "ksm"
        case .alarms: "alarms"
        case .amounts: "amounts"
        case .urgency: "urgency"
        case .policy: "policy"
        }
    }
}

extension RecordedDecision {
    /// What of `other` is not as it is here, in the order in which people ask.
    func differences(from other: RecordedDecision, in snapshot: Snapshot) -> [ReplayDifference] {
        guard self != other else { return [] }
        var found: [ReplayDifference] = []
        func compare<Value: Equatable>(
            _ subject: ReplayDifference.Subject, _ mine: Value, _ theirs: Value, _ text: (Value) -> String
        ) {
            guard mine != theirs else { return }
            found.append(
                ReplayDifference(
                    subject: subject, cycle: snapshot.cycle, time: snapshot.time, recorded: text(mine),
                    decided: text(theirs)))
        }
        let theirs = Dictionary(other.verdicts.map { ($0.guest, $0) }) { first, _ in first }
        let mine = Dictionary(verdicts.map { ($0.guest, $0) }) { first, _ in first }
        for name in Set(mine.keys).union(theirs.keys).sorted() {
            compare(.guest(name), mine[name], theirs[name]) { $0?.sentence ?? "held: nothing needs to change" }
        }
        compare(.policy, [policyReason], [other.policyReason]) { $0[0]?.sentence ?? "as it was to be" }
        compare(.rung, rung, other.rung) { $0.rawValue }
        compare(.ksm, [ksmSentence], [other.ksmSentence]) { $0.joined() }
        compare(.alarms, alarms, other.alarms) { $0.isEmpty ? "none" : $0.map(\.sentence).joined(separator: "; ") }
        compare(.forecast, forecast, other.forecast) {
            "used \($0.used), slope \($0.slope)/s, in flight \($0.inFlight), predicted \($0.predicted)"
        }
        compare(.amounts, [reclaimed, granted, unmet], [other.reclaimed, other.granted, other.unmet]) {
            "reclaimed \($0[0]), granted \($0[1]), unmet \($0[2])"
        }
        return found
    }

    private var ksmSentence: String {
        let act =
            switch ksm {
            case .run(let pages, let sleep)?: "run, \(pages) pages every \(sleep.text)"
            case .stop?: "stop"
            case .halt?: "halt"
            case nil: "left as it is"
            }
        return ksmReason.map { "\(act): \($0.sentence)" } ?? act
    }
}

extension RecordedVerdict {
    /// What is done, why, and which guardrails bit.
    public var sentence: String {
        var text = target.map { "\(action.rawValue) to \($0)" } ?? (action == .hold ? "held" : action.rawValue)
        if target == nil, let proposed { text += " (\(proposed) was proposed)" }
        text += ": \(reason.sentence)"
        for guardrail in guardrails { text += "; \(guardrail.sentence)" }
        return text
    }
}

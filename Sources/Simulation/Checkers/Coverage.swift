import BalloonKit
import Controller

/// How often everything occurred that a decision can say: what never occurs has not been checked.
public struct Coverage: Sendable, Hashable {
    /// Where a code was seen: the same code may hold a guest and refuse a move.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case action
        case rung
        /// Why a verdict is what it is.
        case reason
        case guardrail
        /// Why same-page merging is set.
        case ksm
        case ksmPhase = "ksm-phase"
        /// Why same-page merging stands as it does.
        case ksmStanding = "ksm-standing"
        case alarm
        /// Why another policy decides than the one that was to.
        case policy
        /// Of a guest, as the daemon knew it.
        case state
    }

    public struct Entry: Sendable, Hashable, Comparable {
        public var kind: Kind
        public var code: String

        public init(_ kind: Kind, _ code: String) {
            self.kind = kind
            self.code = code
        }

        public static func < (left: Entry, right: Entry) -> Bool {
            (left.kind.rawValue, left.code) < (right.kind.rawValue, right.code)
        }
    }

    public private(set) var counts: [Entry: Int] = [:]
    public private(set) var cycles = 0

    public init() {}

    public func count(_ kind: Kind, _ code: String) -> Int { counts[Entry(kind, code)] ?? 0 }

    public mutating func add(_ other: Coverage) {
        counts.merge(other.counts, uniquingKeysWith: +)
        cycles += other.cycles
    }

    mutating func take(_ decision: borrowing Decision, on snapshot: borrowing Snapshot) {
        cycles += 1
        add(.rung, decision.rung.rawValue)
        if let reason = decision.ksmReason { add(.ksm, reason.code.rawValue) }
        if let status = decision.ksmStatus {
            add(.ksmPhase, status.phase.rawValue)
            add(.ksmStanding, status.reason.code.rawValue)
        }
        if let reason = decision.policyReason { add(.policy, reason.code.rawValue) }
        for alarm in decision.alarms { add(.alarm, alarm.code.rawValue) }
        for guest in snapshot.guests { add(.state, guest.sample.state.rawValue) }
        for verdict in decision.verdicts {
            add(.action, verdict.action.rawValue)
            add(.reason, verdict.reason.code.rawValue)
            for guardrail in verdict.guardrails { add(.guardrail, guardrail.code.rawValue) }
        }
    }

    private mutating func add(_ kind: Kind, _ code: String) { counts[Entry(kind, code), default: 0] += 1 }
}

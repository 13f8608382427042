import BalloonKit
import Controller

/// One guest in one cycle: what was known of it, what was decided, how it really is, and what was commanded before.
public struct CheckedGuest {
    public var known: Snapshot.Guest
    /// Nil when the decision has none for it.
    public var verdict: Verdict?
    /// Nil when the guest exists no more.
    public var truth: SimulatedGuest?
    public var past: GuestPast

    public var name: String { known.sample.name }

    // MARK: What the operator's bounds come to

    public var maximum: ByteCount? { known.sample.maximum ?? known.sample.actual }
    public var ceiling: ByteCount? {
        maximum.map { max(min(known.limits.ceiling ?? $0, $0), .mebibytes(1)) }
    }
    public var floor: ByteCount? {
        ceiling.map { min(max(known.limits.floor, .mebibytes(1)), $0) }
    }

    // MARK: What was decided

    /// The command that is sent now: from where, to where.
    public var command: (action: Action, from: ByteCount, to: ByteCount)? {
        guard let verdict, let target = verdict.target, let actual = known.sample.actual else { return nil }
        return (verdict.action, actual, target)
    }

    /// Ends a reclaim that still runs earlier than was asked: the guest gives less, and nothing new is taken.
    public var isEasing: Bool {
        guard let command, command.action == .reclaim, let standing = known.sample.target else { return false }
        return standing < command.to && command.to <= command.from
    }

    public func isClamped(by codes: Reason.Code...) -> Bool {
        verdict?.guardrails.contains { codes.contains($0.code) } ?? false
    }

    /// It suffers, or grows and lacks memory, or no longer tells: as the controller documents who is in need.
    public var isInNeed: Bool {
        guard let assessment = verdict?.assessment else { return false }
        let isGrowing = assessment.burstRate > assessment.reserve.scaled(by: 1.0 / 16)
        return assessment.isInDistress || (isGrowing && assessment.shortage > .zero)
            || verdict?.reason.code == .unheard
    }

    /// The operator's bounds asked for it, not a policy.
    public var isForBounds: Bool {
        [.aboveCeiling, .belowFloor].contains(verdict?.reason.code ?? .noNeed)
    }
}

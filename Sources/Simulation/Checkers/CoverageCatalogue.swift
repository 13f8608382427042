import BalloonKit
import Controller

/// Everything that a decision can say, and what of it a swarm must have seen to be worth something.
public enum CoverageCatalogue {
    /// So many cycles and more see everything that must occur.
    public static let cyclesToSeeAll = 300_000

    public static let all: [Coverage.Entry] =
        Action.allCases.map { .init(.action, $0.rawValue) } + Rung.allCases.map { .init(.rung, $0.rawValue) }
        + entries(.reason, holds + moves) + entries(.guardrail, guardrails) + entries(.ksm, ksm)
        + entries(.alarm, alarms) + entries(.policy, policies)

    public static let mustOccur: [Coverage.Entry] = all.filter { !exempt.contains($0) }

    /// Why a guest is held.
    static let holds: [Reason.Code] = [
        .noNeed, .connecting, .socketBusy, .unmanaged, .stale, .silent, .gone, .notRunning, .guestPaused, .poolPaused,
        .backedOff, .cannotGive,
    ]
    /// Why a guest is moved.
    static let moves: [Reason.Code] = [
        .idleMemory, .roomReserved, .calledOff, .squeeze, .overFairShare, .aboveCeiling, .belowFloor, .distress,
        .growing,
        .shortOfReserve, .unheard, .calm, .noProgress, .noPayoff, .pinned, .pinUnreachable,
    ]
    static let guardrails: [Reason.Code] = [
        .pinWins, .floorBound, .ceilingBound, .workingSet, .stepLimit, .deadBand, .coolDown, .headroom, .alreadyAsked,
        .awaitingStatistics,
    ]
    static let ksm: [Reason.Code] = [
        .balloonsFallShort, .mergeEarly, .newMergeable, .operatorHold, .ksmMeddled, .noNeedToMerge, .scannerPace,
        .ksmOff,
        .mergingDone, .notWorthIt, .pressureGone,
    ]
    static let alarms: [Reason.Code] = [
        .overLimit, .saturated, .swappingOut, .oomKill, .unknownGuest, .duplicateProposal, .ksmContested,
    ]

    /// Why the built-in policy stands in for a plugin.
    static let policies: [Reason.Code] = [
        .policyFallsShort, .policyLate, .policyDied, .policyNonsense, .policyStarting, .policyQuarantined,
    ]

    /// What only an operator's word about KSM or room, or another who writes KSM's files, leads to: no swarm has them.
    private static let exempt = Set(
        entries(.ksm, [.operatorHold, .ksmMeddled, .noNeedToMerge, .ksmOff]) + entries(.alarm, [.ksmContested])
            + entries(.reason, [.roomReserved]))

    private static func entries(_ kind: Coverage.Kind, _ codes: [Reason.Code]) -> [Coverage.Entry] {
        codes.map { .init(kind, $0.rawValue) }
    }
}

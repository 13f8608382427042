import BalloonKit
import Controller

/// Everything that a decision can say. All of it must occur in a swarm that is worth something: there is nothing that a
/// simulated host could not be brought to.
public enum CoverageCatalogue {
    /// So many cycles and more see everything that must occur.
    public static let cyclesToSeeAll = 300_000

    public static let all: [Coverage.Entry] =
        Action.allCases.map { .init(.action, $0.rawValue) } + Rung.allCases.map { .init(.rung, $0.rawValue) }
        + entries(.reason, holds + moves) + entries(.guardrail, guardrails) + entries(.ksm, ksm)
        + KSMPhase.allCases.map { .init(.ksmPhase, $0.rawValue) } + entries(.ksmStanding, ksmStandings)
        + entries(.alarm, alarms) + entries(.policy, policies)
        + GuestState.allCases.map { .init(.state, $0.rawValue) }

    /// Why a guest is held.
    static let holds: [Reason.Code] = [
        .noNeed, .connecting, .socketBusy, .unmanaged, .stale, .silent, .gone, .notRunning, .guestPaused, .poolPaused,
        .backedOff, .cannotGive,
    ]
    /// Why a guest is moved.
    static let moves: [Reason.Code] = [
        .idleMemory, .roomReserved, .growthAhead, .calledOff, .squeeze, .overFairShare, .aboveCeiling, .belowFloor,
        .distress, .growing, .shortOfReserve, .unheard, .calm, .noProgress, .noPayoff, .pinned, .pinUnreachable,
    ]
    static let guardrails: [Reason.Code] = [
        .pinWins, .floorBound, .ceilingBound, .workingSet, .stepLimit, .deadBand, .coolDown, .headroom, .alreadyAsked,
        .awaitingStatistics,
    ]
    static let ksm: [Reason.Code] = [
        .balloonsFallShort, .mergeEarly, .newMergeable, .operatorHold, .ksmMeddled, .noNeedToMerge, .scannerPace,
        .mergingDone, .notWorthIt, .pressureGone, .poolPaused,
    ]
    /// Why it stands as it does: what sets it, and what only leaves it alone.
    static let ksmStandings: [Reason.Code] = [
        .balloonsFallShort, .mergeEarly, .newMergeable, .operatorHold, .noNeedToMerge, .mergingDone, .notWorthIt,
        .pressureGone, .poolPaused, .ksmOff, .ksmContested,
    ]
    static let alarms: [Reason.Code] = [
        .overLimit, .saturated, .swappingOut, .oomKill, .unknownGuest, .duplicateProposal, .ksmContested,
    ]

    /// Why the built-in policy stands in for a plugin.
    static let policies: [Reason.Code] = [
        .policyFallsShort, .policyLate, .policyDied, .policyNonsense, .policyStarting, .policyQuarantined,
    ]

    private static func entries(_ kind: Coverage.Kind, _ codes: [Reason.Code]) -> [Coverage.Entry] {
        codes.map { .init(kind, $0.rawValue) }
    }
}

import BalloonKit

// Stable: programs, metrics and tests know them. Computed, so that using one costs nothing.
extension Reason.Code {
    // MARK: Why a guest is held
    public static var noNeed: Self { "no-need" }
    public static var connecting: Self { "connecting" }
    public static var socketBusy: Self { "socket-busy" }
    public static var unmanaged: Self { "unmanaged" }
    public static var stale: Self { "stale" }
    public static var silent: Self { "silent" }
    public static var gone: Self { "gone" }
    public static var notRunning: Self { "not-running" }
    public static var guestPaused: Self { "guest-paused" }
    public static var poolPaused: Self { "pool-paused" }
    public static var backedOff: Self { "backed-off" }
    public static var cannotGive: Self { "cannot-give" }
    public static var awaitingStatistics: Self { "awaiting-stats" }

    // MARK: Why a guest is moved
    public static var idleMemory: Self { "idle-memory" }
    public static var roomReserved: Self { "room-reserved" }
    public static var growthAhead: Self { "growth-ahead" }
    public static var calledOff: Self { "called-off" }
    public static var squeeze: Self { "squeeze" }
    public static var overFairShare: Self { "over-fair-share" }
    public static var aboveCeiling: Self { "above-ceiling" }
    public static var belowFloor: Self { "below-floor" }
    public static var distress: Self { "distress" }
    public static var growing: Self { "growing" }
    public static var shortOfReserve: Self { "short-of-reserve" }
    public static var unheard: Self { "unheard" }
    public static var calm: Self { "calm" }
    public static var noProgress: Self { "no-progress" }
    public static var noPayoff: Self { "no-payoff" }
    public static var pinned: Self { "pinned" }
    public static var pinUnreachable: Self { "pin-unreachable" }

    // MARK: Guardrails
    public static var pinWins: Self { "pin-wins" }
    public static var floorBound: Self { "floor" }
    public static var ceilingBound: Self { "ceiling" }
    public static var workingSet: Self { "working-set" }
    public static var stepLimit: Self { "step-limit" }
    public static var deadBand: Self { "dead-band" }
    public static var coolDown: Self { "cool-down" }
    public static var headroom: Self { "headroom" }
    public static var alreadyAsked: Self { "already-asked" }
    public static var unknownGuest: Self { "unknown-guest" }
    public static var duplicateProposal: Self { "double-proposal" }

    // MARK: Why another policy decides
    public static var policyFallsShort: Self { "policy-falls-short" }
    public static var policyLate: Self { "policy-late" }
    public static var policyDied: Self { "policy-died" }
    public static var policyNonsense: Self { "policy-nonsense" }
    public static var policyStarting: Self { "policy-starting" }
    public static var policyQuarantined: Self { "policy-quarantined" }

    // MARK: KSM
    public static var balloonsFallShort: Self { "balloons-short" }
    public static var mergeEarly: Self { "merge-early" }
    public static var newMergeable: Self { "new-mergeable" }
    public static var operatorHold: Self { "operator-hold" }
    public static var ksmMeddled: Self { "ksm-meddled" }
    public static var ksmOff: Self { "ksm-off" }
    public static var noNeedToMerge: Self { "no-need-to-merge" }
    public static var scannerPace: Self { "scanner-pace" }
    public static var mergingDone: Self { "merging-done" }
    public static var notWorthIt: Self { "not-worth-it" }
    public static var pressureGone: Self { "pressure-gone" }

    // MARK: Alarms
    public static var overLimit: Self { "over-limit" }
    public static var saturated: Self { "saturated" }
    public static var swappingOut: Self { "swapping-out" }
    public static var oomKill: Self { "oom-kill" }
    public static var ksmContested: Self { "ksm-contested" }
}

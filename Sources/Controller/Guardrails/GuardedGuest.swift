import BalloonKit

/// The guest that a move is for, as guardrails see it.
struct GuardedGuest {
    var target: ByteCount?
    var hasPin: Bool
    var appraisal: Appraisal
    var lastGrant: MonotonicTime?
    var lastReclaim: MonotonicTime?
}

import BalloonKit

/// Only fresh, managed, running guests are moved (one that no longer reports may be given memory), and only those that can give are reclaimed from.
struct EligibilityGuardrail: Guardrail {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        if move.isForStale, guest.appraisal.mayGrowUnseen { return }
        if let obstacle = guest.appraisal.obstacle { return move.refuse(obstacle) }
        if move.isReclaim, !move.isEasing, let refusal = guest.appraisal.refusal { move.refuse(refusal) }
    }
}

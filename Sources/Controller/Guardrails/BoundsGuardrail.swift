import BalloonKit

/// Every target lies between floor and ceiling.
struct BoundsGuardrail: Guardrail {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        guard let floor = guest.appraisal.assessment.floor, let ceiling = guest.appraisal.assessment.ceiling else {
            return move.refuse(.unmanaged)
        }
        if move.target < floor { move.clamp(to: floor, .floorBound) }
        if move.target > ceiling { move.clamp(to: ceiling, .ceilingBound) }
    }
}

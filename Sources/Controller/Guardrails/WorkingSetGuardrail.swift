import BalloonKit

/// No guest is cut into its working set and reserve while another has idle memory, or while the line is not in danger.
///
/// A ceiling that the operator lowered may take the reserve, but not the working set.
struct WorkingSetGuardrail: Guardrail {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        guard move.isReclaim else { return }
        let assessment = guest.appraisal.assessment
        guard let workingSet = assessment.workingSet else { return move.refuse(.unmanaged) }
        let othersHaveIdle = circumstances.idleLeft > circumstances.settings.deadBand
        if circumstances.isCrossing, !othersHaveIdle, !assessment.isSpent { return }
        let least = move.isForBounds ? workingSet : workingSet + assessment.reserve
        if move.target < least { move.clamp(to: Swift.min(least, move.actual), .workingSet) }
    }
}

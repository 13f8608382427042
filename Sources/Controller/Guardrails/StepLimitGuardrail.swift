import BalloonKit

/// While nothing is urgent a guest gives a small part of itself at a time; when the line is about to be crossed, all at once.
///
/// The step is counted in resident memory: balloon pages that were never touched cost the guest nothing.
struct StepLimitGuardrail: Guardrail {
    private static let leastStep = ByteCount.mebibytes(64)

    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        guard move.isReclaim, !circumstances.isCrossing else { return }
        let share = circumstances.settings.stepLimit * (1 + 7 * circumstances.urgency)
        let step = Swift.max(Self.leastStep, move.actual.scaled(by: share))
        let least = guest.appraisal.memory.holding - step
        if move.target < least { move.clamp(to: Swift.min(least, move.actual), .stepLimit) }
    }
}

import BalloonKit

/// Targets are multiples of 1 MiB, rounded towards `actual`; a bound of the operator's is kept
/// as it is (QEMU rounds up to the page).
struct GranularityGuardrail: Guardrail {
    private static let unit = ByteCount.mebibytes(1)

    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        let down = move.target.roundedDown(to: Self.unit)
        let assessment = guest.appraisal.assessment
        guard down != move.target, move.target != assessment.ceiling, move.target != assessment.floor else { return }
        move.target = move.isReclaim ? Swift.min(down + Self.unit, move.actual) : Swift.max(down, move.actual)
    }
}

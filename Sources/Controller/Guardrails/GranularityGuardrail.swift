import BalloonKit

/// Targets are multiples of 1 MiB, rounded towards `actual`, but not past a bound of the operator's, which is kept as it is
/// (QEMU rounds up to the page).
struct GranularityGuardrail: Guardrail {
    private static let unit = ByteCount.mebibytes(1)

    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        let down = move.target.roundedDown(to: Self.unit)
        let assessment = guest.appraisal.assessment
        guard down != move.target, move.target != assessment.ceiling, move.target != assessment.floor else { return }
        guard move.isReclaim else {
            move.target = Swift.max(down, move.actual)
            return
        }
        let ceiling = assessment.ceiling ?? move.actual
        let most = move.target < ceiling ? Swift.min(ceiling, move.actual) : move.actual
        move.target = Swift.min(down + Self.unit, most)
    }
}

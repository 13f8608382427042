import BalloonKit

/// Targets are multiples of 1 MiB, rounded towards `actual`; a bound that is not is kept to the page.
struct GranularityGuardrail: Guardrail {
    private static let unit = ByteCount.mebibytes(1)

    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        let down = move.target.roundedDown(to: Self.unit)
        guard down != move.target else { return }
        if move.isReclaim {
            move.target = Swift.min(down + Self.unit, move.actual)
        } else if move.target == guest.appraisal.assessment.ceiling {
            move.target = move.target.roundedDown(to: .page)
        } else {
            move.target = Swift.max(down, move.actual)
        }
    }
}

import BalloonKit

/// Small moves are not worth their disturbance, and what was asked already is not asked again. A guest in need is exempt
/// from the first.
struct DeadBandGuardrail: Guardrail {
    private static let least = ByteCount.mebibytes(1)

    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        guard !move.isEasing else { return }
        let band =
            move.isUrgent && move.isGrant ? Self.least : circumstances.deadBand(of: move.actual, reserve: move.reserve)
        if (move.target - move.actual).magnitude < band { return move.refuse(.deadBand, amount: band) }
        guard let standing = guest.target, (standing < move.actual) == move.isReclaim, standing != move.actual else {
            return
        }
        let isNearlyAsked = (standing - move.target).magnitude < band
        let isLess = move.isReclaim ? standing <= move.target : standing >= move.target
        if isNearlyAsked || isLess { move.refuse(.alreadyAsked, amount: standing) }
    }
}

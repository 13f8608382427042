import BalloonKit

/// An operator's pin wins over every policy.
struct PinGuardrail: Guardrail {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        if guest.hasPin { move.refuse(.pinWins) }
    }
}

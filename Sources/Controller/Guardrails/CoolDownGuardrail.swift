import BalloonKit

/// A guest is not moved back and forth: the opposite of its last move waits, unless the guest is in need or the line in danger.
struct CoolDownGuardrail: Guardrail {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        guard !move.isForBounds, !move.isEasing else { return }
        if move.isReclaim, !circumstances.isCrossing { wait(after: guest.lastGrant, &move, circumstances) }
        // A reserve that a squeeze took goes back as soon as there is room: the guest's next burst will not wait.
        if move.isGrant, !move.isUrgent, move.reason.code != .shortOfReserve {
            wait(after: guest.lastReclaim, &move, circumstances)
        }
    }

    private func wait(after last: MonotonicTime?, _ move: inout Move, _ circumstances: borrowing Circumstances) {
        guard let last, circumstances.now - last < circumstances.settings.coolDown else { return }
        move.refuse(.coolDown)
    }
}

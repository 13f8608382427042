import BalloonKit

/// A guest is not moved back and forth: the opposite of its last move waits, unless the guest is in need or the line in danger.
struct CoolDownGuardrail: Guardrail {
    /// Until the next statistics but one tell growth from page cache.
    private static let timeToTell = Duration.seconds(2)

    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances) {
        guard !move.isForBounds, !move.isEasing else { return }
        // Growth ahead needs the memory of all that have some idle: two that give alone are too slow.
        let isForGrowth = circumstances.isGrowthAhead && move.reason.code == .growthAhead
        if move.isReclaim, !circumstances.isCrossing, !isForGrowth {
            wait(after: guest.lastGrant, circumstances.settings.coolDown, &move, circumstances)
        }
        // What it was just cut fills with page cache again when it is given back, which looks like growth. A guest that runs
        // out is in distress, and does not wait.
        if move.isGrant, move.reason.code == .growing {
            wait(after: guest.lastReclaim, Self.timeToTell, &move, circumstances)
        }
        // A reserve that a squeeze took goes back as soon as there is room: the guest's next burst will not wait.
        if move.isGrant, !move.isUrgent, move.reason.code != .shortOfReserve {
            wait(after: guest.lastReclaim, circumstances.settings.coolDown, &move, circumstances)
        }
    }

    private func wait(
        after last: MonotonicTime?, _ time: Duration, _ move: inout Move, _ circumstances: borrowing Circumstances
    ) {
        guard let last, circumstances.now - last < time else { return }
        move.refuse(.coolDown)
    }
}

import BalloonKit

/// Checks after each inflation that the host really got the memory.
///
/// With passed-through devices, locked memory or huge pages QEMU discards nothing: the guest starves and the host gains
/// nothing. The guest's flags tell in most cases; the resident size tells in all.
struct PayoffTrack: Sendable, Hashable {
    private(set) var unpaid = 0
    private(set) var cannotGiveUntil: MonotonicTime?
    private var checked: MonotonicTime?

    private static let settleTime = Duration.milliseconds(500)
    private static let quarantine = Duration.seconds(3600)

    /// Judges a reclaim that has been reached; returns whether the guest has just been found unable to give.
    mutating func observe(_ sample: GuestSample, move: MoveTrack?, at now: MonotonicTime) -> Bool {
        guard let move, move.action == .reclaim, checked != move.time, sample.target == move.target,
            now - move.time >= Self.settleTime, let actual = sample.actual, actual <= move.target + .mebibytes(2),
            let resident = sample.residentRAM, let before = move.residentBefore
        else { return false }
        checked = move.time
        let due = Swift.min(before, move.actualBefore) - move.target
        guard due >= .mebibytes(16) else { return false }
        let tolerance = ByteCount.mebibytes(32) + move.target.scaled(by: 1.0 / 32)
        let isPaid = resident <= move.target + tolerance || before - resident >= due.scaled(by: 0.25)
        unpaid = isPaid ? 0 : unpaid + 1
        guard unpaid >= 2 else { return false }
        cannotGiveUntil = now + Self.quarantine
        unpaid = 0
        return true
    }

    func cannotGive(at now: MonotonicTime) -> Bool { cannotGiveUntil.map { now < $0 } ?? false }
}

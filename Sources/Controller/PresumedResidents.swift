import BalloonKit

/// What guests presumably hold where that cannot be measured: several in one process, or no `/proc` entry.
///
/// All that is known is that together they hold no more than the pool's used memory, less what others were measured to
/// hold. Each is presumed to hold what it needs, and of the rest of its memory the part that leaves.
struct PresumedResidents {
    /// Of what a guest has and does not need, the part that it presumably holds, 0 ... 1.
    private let part: Double

    init(_ snapshot: borrowing Snapshot) {
        var held = ByteCount.zero
        var needed = ByteCount.zero
        var spare = ByteCount.zero
        for guest in snapshot.guests {
            if let resident = guest.sample.resident {
                held += resident
            } else if let actual = guest.sample.actual?.clampedToZero {
                let need = guest.sample.needed(of: actual)
                needed += need
                spare += actual - need
            }
        }
        let rest = (snapshot.pool.used - held - needed).clampedToZero
        part = Swift.min(1, rest.fraction(of: spare))
    }

    /// Guest RAM that occupies host memory, measured or presumed; nil when nothing is known about the guest's size.
    func resident(of sample: GuestSample) -> ByteCount? {
        if let measured = sample.residentRAM { return measured }
        guard let actual = sample.actual?.clampedToZero else { return nil }
        let need = sample.needed(of: actual)
        return need + (actual - need).scaled(by: part)
    }
}

extension GuestSample {
    /// What the guest says it needs of so much; all of it when it says nothing.
    fileprivate func needed(of actual: ByteCount) -> ByteCount {
        actual - (reported?.available ?? .zero).clamped(from: .zero, to: actual)
    }
}

import BalloonKit

extension Snapshot {
    /// The snapshot with what guests presumably hold, where that cannot be measured: several in one process, or no `/proc` entry.
    ///
    /// All that is known is that together they hold no more than the pool's used memory, less what others were measured to
    /// hold. Each is presumed to hold what it needs, and of the rest of its memory the part that leaves.
    var presumingResidents: Snapshot {
        var held = ByteCount.zero
        var needed = ByteCount.zero
        var spare = ByteCount.zero
        var isAnyUnknown = false
        for guest in guests {
            if let resident = guest.sample.resident {
                held += resident
            } else if let actual = guest.sample.actual?.clampedToZero {
                let need = guest.sample.needed(of: actual)
                needed += need
                spare += actual - need
                isAnyUnknown = true
            }
        }
        guard isAnyUnknown else { return self }
        let rest = (pool.used - held - needed).clampedToZero
        let part = Swift.min(1, rest.fraction(of: spare))
        var copy = self
        for index in guests.indices where guests[index].sample.resident == nil {
            guard let actual = guests[index].sample.actual?.clampedToZero else { continue }
            let need = guests[index].sample.needed(of: actual)
            copy.guests[index].presumedResident = need + (actual - need).scaled(by: part)
        }
        return copy
    }
}

extension GuestSample {
    /// What the guest says it needs of so much; all of it when it says nothing.
    fileprivate func needed(of actual: ByteCount) -> ByteCount {
        actual - (reported?.available ?? .zero).clamped(from: .zero, to: actual)
    }
}

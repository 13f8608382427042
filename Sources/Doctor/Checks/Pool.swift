import BalloonKit

/// The pool's sums, where the daemon has told enough for them.
struct Pool {
    var total: ByteCount
    var line: ByteCount
    /// Used by everything that is no guest.
    var others: ByteCount
    /// Those that the daemon knows with a size.
    var guests: [ManagedFacts]

    /// Nil when the daemon did not tell.
    init?(_ facts: Facts) {
        let daemon = facts.host.daemon
        guard let total = daemon.poolTotal, let used = daemon.poolUsed, let limit = daemon.limit, total > .zero else {
            return nil
        }
        self.total = total
        line = total.scaled(by: limit)
        guests = facts.guests.compactMap(\.managed).filter { $0.maximum != nil }
        let resident = guests.reduce(ByteCount.zero) { $0 + ($1.resident ?? .zero) }
        others = (used - resident).clampedToZero
    }
}

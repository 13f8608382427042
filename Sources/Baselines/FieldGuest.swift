import BalloonKit

/// A guest as every rule of the field sees it: a size that QEMU tells, two bounds and a weight from its configuration.
///
/// Pins, pauses, the age of statistics and what the host measured are not in it: no rule here looks at them.
struct FieldGuest: Sendable {
    /// Its place in the snapshot.
    var index: Int
    var name: String
    var actual: ByteCount
    var minimum: ByteCount
    var maximum: ByteCount
    var shares: Int
    /// As last reported, however long ago.
    var reported: ReportedStatistics?

    /// Nil when `query-balloon` gets no answer: there is nothing that a rule could do with such a guest.
    init?(_ guest: Snapshot.Guest, at index: Int) {
        guard let actual = guest.sample.actual?.clampedToZero else { return nil }
        switch guest.sample.state {
        case .fresh, .stale, .unmanaged: break
        case .connecting, .socketBusy, .silent, .gone: return nil
        }
        self.index = index
        self.actual = actual
        name = guest.sample.name
        let most = (guest.sample.maximum ?? actual).clampedToZero
        maximum = guest.limits.ceiling.map { Swift.min($0.clampedToZero, most) } ?? most
        minimum = Swift.min(guest.limits.floor.clampedToZero, maximum)
        shares = Swift.min(Swift.max(guest.limits.shares, 1), GuestLimits.sharesRange.upperBound)
        reported = guest.sample.reported
    }
}

extension Snapshot {
    /// The guests that a rule can ask anything of, in the snapshot's order.
    var fieldGuests: [FieldGuest] { guests.indices.compactMap { FieldGuest(guests[$0], at: $0) } }
}

import BalloonKit

/// A guest with what qmemman wants it to have.
struct QmemmanDomain: Sendable {
    private static let cacheFactor = 1.3
    private static let least = ByteCount.mebibytes(200)

    let guest: FieldGuest
    /// 1.3 times what it uses, within its bounds.
    let preferred: ByteCount

    /// Nil without statistics: such a guest keeps what it has.
    init?(_ guest: FieldGuest) {
        guard let reported = guest.reported, let used = Self.used(reported, actual: guest.actual) else { return nil }
        self.guest = guest
        preferred = used.scaled(by: Self.cacheFactor)
            .clamped(from: Swift.max(Self.least, guest.minimum), to: guest.maximum)
    }

    /// What it lacks; negative for what it has to spare.
    var need: ByteCount { preferred - guest.actual }

    /// `MemTotal - MemFree - Buffers - Cached`, and what is swapped out; by the available memory where the guest does not
    /// tell its caches.
    private static func used(_ reported: ReportedStatistics, actual: ByteCount) -> ByteCount? {
        let total = Swift.min(reported.total ?? actual, actual)
        let spare: ByteCount
        if let free = reported.free, let caches = reported.diskCaches {
            spare = free + caches
        } else if let available = reported.available {
            spare = available
        } else {
            return nil
        }
        let swapped = ((reported.swapOut ?? .zero) - (reported.swapIn ?? .zero)).clampedToZero
        return (total - spare).clampedToZero + swapped
    }
}

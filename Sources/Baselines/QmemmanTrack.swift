import BalloonKit

/// What qmemman remembers of a guest: what it was asked, and whether it did anything.
struct QmemmanTrack: Sendable, Hashable {
    private struct Request: Sendable, Hashable {
        var target: ByteCount
        var from: ByteCount
        var at: MonotonicTime
    }

    private static let nearTarget = ByteCount.mebibytes(25)
    /// How long a donor has to move at all: five looks, 0.1 s apart.
    private static let patience = Duration.milliseconds(500)

    private var updates: UInt64?
    private var request: Request?
    private var hasNoProgress = false

    /// - Returns: Whether the guest has said something new.
    mutating func observe(_ guest: FieldGuest, updates: UInt64, at now: MonotonicTime) -> Bool {
        if let request, now - request.at >= Self.patience, !hasNoProgress {
            hasNoProgress = guest.actual >= request.from
            if !hasNoProgress { self.request = nil }
        }
        defer { self.updates = updates }
        return self.updates != updates && guest.reported != nil
    }

    mutating func ask(_ target: ByteCount, of guest: FieldGuest, at now: MonotonicTime) {
        hasNoProgress = false
        request = target < guest.actual ? Request(target: target, from: guest.actual, at: now) : nil
    }

    /// The mark holds until the guest is near its target, or holds less than it should have.
    func isStuck(_ guest: FieldGuest, preferring preferred: ByteCount) -> Bool {
        guard hasNoProgress, let request else { return false }
        return guest.actual > request.target + Self.nearTarget && guest.actual >= preferred
    }
}

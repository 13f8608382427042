import BalloonKit

/// Learns what part of a guest's inflated memory comes back to the host.
struct YieldTrack: Sendable, Hashable {
    private struct Base: Sendable, Hashable {
        var actual: ByteCount
        var resident: ByteCount
    }

    /// Of each inflated byte; at first about what Linux guests were measured to return (docs/adr/0010).
    private(set) var yield = 0.8
    private var base: Base?

    private static let range = 0.05...1.0
    /// Smaller changes say nothing: guests touch and free that much at any time.
    private static let least = ByteCount.mebibytes(16)

    /// Takes in a reading, with what the guest still holds beyond its need.
    ///
    /// Only `actual` and resident memory that were read together count; between two such readings the balloon must have
    /// grown, and not have run out of touched memory.
    mutating func observe(_ sample: GuestSample, left: ByteCount, isGrowing: Bool) {
        guard let actual = sample.actual, let resident = sample.residentRAM else {
            base = nil
            return
        }
        guard let before = base, resident != before.resident else {
            if base == nil { base = Base(actual: actual, resident: resident) }
            return
        }
        base = Base(actual: actual, resident: resident)
        let inflated = before.actual - actual
        let returned = (before.resident - resident).clampedToZero
        guard inflated >= Self.least, !isGrowing else { return }
        let seen = returned.fraction(of: inflated)
        // Whoever has less left to return than came back may have run out of it meanwhile.
        guard seen > yield || returned < left.scaled(by: 0.8) else { return }
        yield = (yield + (seen - yield) * 0.5).bounded(Self.range, default: 0.8)
    }
}

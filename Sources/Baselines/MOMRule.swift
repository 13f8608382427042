import BalloonKit

/// MOM's balloon rule for one round: all guests shrink, or all grow.
struct MOMRule: Sendable {
    private static let critical = 0.05
    private static let guestFree = 0.20
    private static let largestChange = 0.05
    private static let leastChange = 0.0025

    /// Free share of the host, averaged.
    private let hostFree: Double
    private let threshold: Double

    init(hostFree: Double, threshold: Double) {
        self.hostFree = hostFree
        self.threshold = threshold
    }

    var isUnderPressure: Bool { hostFree < threshold }

    /// The guest's next target; nil when the change is too small, or none in this direction.
    ///
    /// - Parameter used: What the guest uses by its own account, page cache included, averaged.
    func target(of guest: FieldGuest, used: ByteCount) -> ByteCount? {
        let target = isUnderPressure ? shrunk(guest, used) : grown(guest, used)
        guard (target - guest.actual).magnitude > guest.actual.scaled(by: Self.leastChange) else { return nil }
        return isUnderPressure && target > guest.actual ? nil : target
    }

    private func shrunk(_ guest: FieldGuest, _ used: ByteCount) -> ByteCount {
        let least = Swift.max(guest.minimum, used + guest.actual.scaled(by: freeToLeave))
        return Swift.max(guest.actual.scaled(by: 1 - Self.largestChange), least)
    }

    private func grown(_ guest: FieldGuest, _ used: ByteCount) -> ByteCount {
        let least = Swift.max(guest.minimum, used + guest.actual.scaled(by: Self.guestFree))
        return Swift.min(guest.maximum, Swift.max(guest.actual.scaled(by: 1 + Self.largestChange), least))
    }

    /// Free share of its size that a guest keeps; negative on a host in need, which makes guests swap on purpose.
    private var freeToLeave: Double {
        hostFree <= Self.critical ? hostFree - Self.critical : Self.guestFree * (hostFree / threshold)
    }
}

import BalloonKit

/// What grants may use, measured and not hoped for: memory that is being reclaimed counts when it has come.
struct Headroom: Sendable {
    /// Kept free of grants for what the pool's other memory does in a cycle.
    private static let safety = 0.005
    private static let unit = ByteCount.mebibytes(1)

    private(set) var left: ByteCount
    /// Of that, what only guests in need may have.
    private let keptForNeed: ByteCount

    /// `promised`: What earlier urgent grants may still take; `keptForNeed`: what other grants may, and what an operator reserved.
    init(_ pool: PoolSample, _ marks: Watermarks, promised: ByteCount, keptForNeed: ByteCount = .zero) {
        self.keptForNeed = keptForNeed
        left = (marks.limit - pool.used - pool.total.scaled(by: Self.safety) - promised).clampedToZero
    }

    /// Takes without asking: for targets that must be sent whatever the headroom.
    mutating func spend(_ amount: ByteCount) { left = (left - amount.clampedToZero).clampedToZero }

    /// What each of those in need may have of it: where it does not suffice for all, the first must not take what keeps the
    /// last alive.
    func parts(_ wanted: [ByteCount]) -> [ByteCount] {
        let vessels = wanted.map { WaterFilling.Vessel(lower: 0, upper: Double($0.bytes), weight: 1) }
        let parts = WaterFilling.divide(Double(left.bytes), among: vessels)
        return parts.map { ByteCount(1).scaled(by: $0.rounded(.down)) }
    }

    /// Clamps a grant to what is left, or to its part of it, and takes that.
    mutating func check(_ move: inout Move, in circumstances: borrowing Circumstances, part: ByteCount = .max) {
        let wanted = move.target - move.actual
        let mine = Swift.min(part, move.isUrgent ? left : (left - keptForNeed).clampedToZero)
        if wanted > mine {
            let room = mine.roundedDown(to: Self.unit)
            let least = move.isUrgent ? Self.unit : circumstances.deadBand(of: move.actual, reserve: move.reserve)
            guard room >= least else { return move.refuse(.headroom, amount: mine) }
            move.clamp(to: (move.actual + room).roundedDown(to: .page), .headroom)
            // What was granted stands, and counts as promised: less of it would take memory from a guest in need.
            if let standing = move.standing, standing > move.actual, move.target <= standing {
                return move.refuse(.alreadyAsked, amount: standing)
            }
        }
        spend(move.target - move.actual)
    }
}

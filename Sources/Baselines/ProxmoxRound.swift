import BalloonKit

/// One round of Proxmox VE's division of memory (its `compute_alg1`): first the list that deserves it, then, if nothing
/// moved there, all.
struct ProxmoxRound {
    private struct Member {
        var guest: FieldGuest
        var target: ByteCount
        /// Has more than a quarter of its minimum free.
        var isComfortable: Bool
    }

    /// At most so much a guest and round, in either direction.
    private static let step = ByteCount.mebibytes(100)
    /// Each pass moves somebody or is the last, so this is never reached; no input may make it run for ever.
    private static let mostPasses = 64

    private let goal: ByteCount
    private var members: [Member]

    /// - Parameter goal: What guests may grow by in sum; negative: what they must give.
    init(_ guests: [FieldGuest], goal: ByteCount) {
        self.goal = goal
        members = guests.filter { $0.actual > .zero && $0.minimum > .zero }.map { guest in
            let free = guest.reported?.free ?? .zero
            return Member(
                guest: guest, target: guest.actual,
                isComfortable: free > guest.minimum.scaled(by: 0.25) && guest.actual >= guest.minimum)
        }
    }

    /// The guests that are to change.
    var targets: [(guest: FieldGuest, target: ByteCount)] {
        members.filter { $0.target != $0.guest.actual }.map { ($0.guest, $0.target) }
    }

    mutating func run() {
        let isGrowing = goal > .zero
        let favoured = members.indices.filter { members[$0].isComfortable != isGrowing }
        let rest = divide(goal, among: favoured)
        // What the favoured left undone is left undone, unless they did nothing at all.
        guard isGrowing ? rest >= goal : rest <= goal else { return }
        _ = divide(rest, among: Array(members.indices))
    }

    /// Moves each of a list towards its share, until nothing moves any more.
    ///
    /// - Returns: What could not be placed.
    private mutating func divide(_ amount: ByteCount, among list: [Int]) -> ByteCount {
        var rest = amount
        var open = list
        for _ in 0..<Self.mostPasses where rest != .zero && !open.isEmpty {
            let moved = pass(rest, over: &open)
            guard moved != .zero || open.isEmpty else { break }
            rest -= moved
        }
        return rest
    }

    /// One pass: everybody's share of what all have above their minimum and the rest. Guests with nothing to do leave.
    ///
    /// - Returns: By how much the list as a whole has grown. Zero ends the division.
    private mutating func pass(_ rest: ByteCount, over open: inout [Int]) -> ByteCount {
        var pool = rest
        var shares = 0
        for index in open {
            pool += members[index].target - members[index].guest.minimum
            shares += members[index].guest.shares
        }
        var moved = ByteCount.zero
        var hasMoved = false
        var remaining: [Int] = []
        for index in open {
            let guest = members[index].guest
            let part = pool.scaled(by: Double(guest.shares) / Double(Swift.max(shares, 1)))
            let fair = (guest.minimum + part).clamped(from: guest.minimum, to: guest.maximum)
            guard let target = target(of: guest, fair: fair) else { continue }
            remaining.append(index)
            hasMoved = hasMoved || target != members[index].target
            moved += target - members[index].target
            members[index].target = target
        }
        let hasLost = remaining.count < open.count
        open = hasMoved || hasLost ? remaining : []
        return moved
    }

    /// A step towards the fair size; nil for a guest that has it, and for one that would grow while all must give. In a round
    /// of growth a guest above its share is shrunk all the same.
    private func target(of guest: FieldGuest, fair: ByteCount) -> ByteCount? {
        if fair < guest.actual { return Swift.max(fair, guest.actual - Self.step) }
        guard fair > guest.actual, goal > .zero else { return nil }
        return Swift.min(fair, guest.actual + Self.step)
    }
}

import BalloonKit

/// One round of the rule: first the list of guests that deserve it, then, if nothing moved there, all.
struct Round {
    /// What guests may grow by in sum; what they are to give if negative.
    private let goal: ByteCount
    private(set) var members: [Member]

    /// At most so much a guest and round, in either direction.
    private static let step = ByteCount.mebibytes(100)
    /// Each pass moves somebody or is the last, so that this is never reached; no input may make it run for ever.
    private static let mostPasses = 64

    init(_ members: [Member], goal: ByteCount) {
        self.members = members
        self.goal = goal
    }

    mutating func run() {
        let isGrowing = goal > .zero
        let rest = divide(goal, among: members.indices.filter { members[$0].isComfortable != isGrowing })
        // What the deserving left undone stays undone, unless they did nothing at all.
        let hasProgress = isGrowing ? rest < goal : rest > goal
        if !hasProgress { _ = divide(rest, among: Array(members.indices)) }
    }

    /// Moves those of a list towards their shares until nothing moves any more.
    ///
    /// - Returns: What is left of the amount.
    private mutating func divide(_ amount: ByteCount, among list: [Int]) -> ByteCount {
        var rest = amount
        var open = list
        for _ in 0..<Self.mostPasses where rest != .zero && !open.isEmpty {
            let moved = pass(rest, over: &open)
            if moved == .zero { break }
            rest -= moved
        }
        return rest
    }

    /// Everybody's share of what all have above their minima and the rest. Whoever has nothing to do leaves the list.
    ///
    /// - Returns: By how much the list as a whole has grown.
    private mutating func pass(_ rest: ByteCount, over open: inout [Int]) -> ByteCount {
        let pool = open.reduce(rest) { $0 + (members[$1].target - members[$1].minimum) }
        let shares = open.reduce(0) { $0 + members[$1].shares }
        var moved = ByteCount.zero
        open = open.filter { index in
            let member = members[index]
            let part = pool.scaled(by: Double(member.shares) / Double(shares))
            let fair = (member.minimum + part).clamped(from: member.minimum, to: member.maximum)
            guard let target = step(of: member, towards: fair) else { return false }
            moved += target - member.target
            members[index].target = target
            return true
        }
        return moved
    }

    /// Nil for a guest that has its share, and for one that would grow while all must give. In a round of growth a guest
    /// above its share is shrunk all the same.
    private func step(of member: Member, towards fair: ByteCount) -> ByteCount? {
        if fair < member.actual { return max(fair, member.actual - Self.step) }
        guard fair > member.actual, goal > .zero else { return nil }
        return min(fair, member.actual + Self.step)
    }
}

import BalloonKit
import ControlProtocol

/// The moves of a period that tell most: what failed, what hurt, and what was large; not ten of a kind.
enum TellingMoves {
    /// Of what there may be no more than three.
    private enum Kind: Hashable {
        case deed(String, String?)
        case guest(String)
    }

    /// - Returns: at most `count`, in the order of time.
    static func chosen(from moves: [MoveReport], count: Int) -> [MoveReport] {
        let largest = moves.compactMap(\.amount).max() ?? .zero
        let scored = moves.enumerated().map { (index: $0.offset, score: score($0.element, largest)) }
        var taken: [Kind: Int] = [:]
        var chosen: [Int] = []
        for entry in scored.sorted(by: { ($0.score, $1.index) > ($1.score, $0.index) }) where chosen.count < count {
            let move = moves[entry.index]
            let kind = Kind.deed(move.reason.code, move.outcome?.state)
            guard taken[kind, default: 0] < 3, taken[.guest(move.guest), default: 0] < 3 else { continue }
            taken[kind, default: 0] += 1
            taken[.guest(move.guest), default: 0] += 1
            chosen.append(entry.index)
        }
        return chosen.sorted().map { moves[$0] }
    }

    private static func score(_ move: MoveReport, _ largest: ByteCount) -> Double {
        var score = largest > .zero ? (move.amount ?? .zero).fraction(of: largest) : 0
        switch move.reason.code {
        case "distress", "unheard": score += 1.5
        case "squeeze", "over-fair-share", "no-payoff", "no-progress": score += 1.2
        case "growing": score += 0.4
        case "calm": score -= 0.5
        default: break
        }
        switch move.outcome?.state {
        case "rejected": score += 1.5
        case "unmoved", "partly": score += 1
        default: break
        }
        if move.pool.predicted > move.pool.limit { score += 0.5 }
        return move.isDryRun ? score - 0.5 : score
    }
}

import BalloonKit

/// Why a move was made: the part of its sentence from `because` to the guardrails.
struct MoveCause {
    private let move: MoveReport

    init(_ move: MoveReport) { self.move = move }

    var clause: String {
        switch move.reason.code {
        case "idle-memory": " because \(need); \(holding)"
        case "room-reserved": " because an operator had reserved room; \(holding)"
        case "growth-ahead": " because guests that grew were soon to need more than there was; \(holding)"
        case "squeeze", "over-fair-share": " because \(need); \(past)"
        case "distress", "growing", "short-of-reserve": " because \(shortage)"
        case let code where PastReason.isKnown(code): " because \(past)"
        default: foreign
        }
    }

    private var past: String { PastReason.sentence(move.reason) }
    private var pool: MovePool { move.pool }

    /// What the pool, or others in it, needed the memory for.
    private var need: String {
        let forecast = Telling.percent(pool.predicted, of: pool.total)
        if pool.predicted > pool.highWatermark {
            return "the pool was forecast to reach \(forecast) in \(Telling.span(pool.reaction))"
        }
        // Below the mark the built-in policy takes for one reason only. A plugin may have another.
        if move.policy == nil || move.policy == "built-in" {
            return "guests in need had no room left in the pool, forecast to reach \(forecast)"
        }
        return "policy \(move.policy ?? "") wished so, with the pool forecast to reach \(forecast)"
    }

    private var holding: String {
        let idle = move.reason.amount ?? move.inputs.idle
        let held = idle.map { "it held \($0) idle" } ?? "it held idle memory"
        guard let rank = move.idleRank, let guests = move.guests, guests > 1, rank > 0, rank <= guests else {
            return held
        }
        if rank == 1 { return held + ", the most of \(guests) guests" }
        return held
            + (rank == guests
                ? ", the least of \(guests) guests" : ", the \(Telling.ordinal(rank)) most of \(guests) guests")
    }

    /// What a guest in need had, against what it should have had.
    private var shortage: String {
        let state =
            switch move.reason.code {
            case "distress": "it was in distress and "
            case "growing": "it was growing" + (move.inputs.burstRate.map { " by \($0)/s" } ?? "") + " and "
            default: "it "
            }
        if let available = move.inputs.available, let reserve = move.inputs.reserve, available < reserve {
            return state + "had \(available) available, under its reserve of \(reserve)"
        }
        guard let lack = move.reason.amount, lack > .zero else {
            return state.hasSuffix(" and ") ? String(state.dropLast(5)) : "it was short of its reserve"
        }
        return state + "lacked \(lack) of its reserve"
    }

    /// A code of a policy's own, in that policy's words.
    private var foreign: String {
        ", on the word of " + (move.policy.map { "policy \($0)" } ?? "its policy") + ": \(move.reason.sentence)"
    }
}

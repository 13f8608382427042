import BalloonKit

/// Why a guest that could be moved is not cut, and what bounded a move that was proposed.
extension WhyNot {
    var cutObstacles: [Obstacle] {
        if let low { return [low] }
        return [unable, busy, unneeded, behind].compactMap(\.self)
    }

    /// It has no more than it must keep.
    private var low: Obstacle? {
        guard let actual, let floor = inputs.floor ?? guest.floor, actual <= floor else { return nil }
        return Obstacle(
            "floor", "it is at its floor of \(floor)", remedy: "lower the floor",
            command: command("limits", "--min SIZE"))
    }

    /// Inflating its balloon brings nothing, or may not be tried now.
    private var unable: Obstacle? {
        guard inputs.canGive == false, let reason = explanation.reason,
            ["cannot-give", "backed-off", "awaiting-stats"].contains(reason.code)
        else { return nil }
        let isLasting = reason.code == "cannot-give"
        return Obstacle(
            reason.code, reason.sentence, remedy: isLasting ? "see what holds its memory" : nil,
            command: isLasting ? "balloonctl doctor" : nil)
    }

    /// It uses what it has.
    private var busy: Obstacle? {
        guard let idle = inputs.idle, idle < .mebibytes(32) else { return nil }
        var sentence = idle <= .zero ? "it holds nothing idle" : "it holds only \(idle) idle"
        if let workingSet = inputs.workingSet, let reserve = inputs.reserve {
            sentence += ": its working set is \(workingSet), with a reserve of \(reserve)"
        }
        return Obstacle(
            "no-idle-memory", sentence, remedy: "to cut it all the same, pin it; its processes may suffer",
            command: command("set", "SIZE --for 1h"))
    }

    /// The pool has room.
    private var unneeded: Obstacle? {
        guard pool.predicted <= pool.highWatermark else { return nil }
        return Obstacle(
            "no-need",
            "the pool does not need it: the forecast is \(share(pool.predicted)), and memory is taken above "
                + share(pool.highWatermark),
            remedy: "to cut it all the same, pin it", command: command("set", "SIZE --for 1h"))
    }

    /// Others have more to give, and few guests are disturbed rather than many.
    private var behind: Obstacle? {
        guard pool.predicted > pool.highWatermark, let mine = inputs.idle, mine >= .mebibytes(32) else { return nil }
        let others = guests.filter { $0.name != guest.name && ($0.idle ?? .zero) > mine }
        guard !others.isEmpty else { return nil }
        let first = others.sorted { ($0.idle ?? .zero) > ($1.idle ?? .zero) }.prefix(3)
        let names = first.map { "\($0.name) (\($0.idle ?? .zero))" }.joined(separator: ", ")
        return Obstacle("others-first", "it holds \(mine) idle, and others hold more and give first: \(names)")
    }

    /// What the last cycle said against a move of this guest, as far as that was the move that is asked about.
    var guardrailObstacles: [Obstacle] {
        let wish = explanation.reason.flatMap { Self.wishes[$0.code] }
        if let wish, wish != question { return [] }
        let isTold = wish != nil || explanation.reason.map { Self.plain.contains($0.code) } ?? true
        let reason = isTold || explanation.action != "hold" ? [] : [explanation.reason].compactMap(\.self)
        return (reason + explanation.guardrails).map { Obstacle($0.code, $0.sentence) }
    }

    /// Reasons that say nothing by themselves, or that are told with their figures above.
    private static let plain: Set<String> = ["no-need", "pinned", "guest-paused", "pool-paused"]

    /// Why a guest should be moved, by which way.
    private static let wishes: [String: Question] = [
        "idle-memory": .shrink, "room-reserved": .shrink, "growth-ahead": .shrink, "squeeze": .shrink,
        "over-fair-share": .shrink, "above-ceiling": .shrink,
        "below-floor": .grow, "distress": .grow, "growing": .grow, "short-of-reserve": .grow, "unheard": .grow,
        "calm": .grow, "called-off": .grow,
    ]
}

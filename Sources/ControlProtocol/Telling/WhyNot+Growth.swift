import BalloonKit

/// Why a guest that could be moved is not given memory.
extension WhyNot {
    var growthObstacles: [Obstacle] {
        if let full { return [full] }
        if let content { return [content] }
        return [waiting, crowded].compactMap(\.self)
    }

    /// It has all it may have.
    private var full: Obstacle? {
        guard let actual, let ceiling = inputs.ceiling ?? guest.ceiling ?? guest.maximum, actual >= ceiling else {
            return nil
        }
        if let maximum = inputs.maximum ?? guest.maximum, ceiling < maximum {
            return Obstacle(
                "ceiling", "it has all that its ceiling of \(ceiling) lets it have; its maximum is \(maximum)",
                remedy: "raise the ceiling", command: command("limits", "--max max"))
        }
        return Obstacle(
            "maximum", "it has all of its maximum of \(ceiling)",
            remedy: "a balloon cannot give more than the memory that QEMU was started with: give it a larger -m")
    }

    /// It does not need any.
    private var content: Obstacle? {
        guard inputs.isInDistress != true, (inputs.shortage ?? .zero) <= .zero, let available = inputs.available,
            let reserve = inputs.reserve, available >= reserve
        else { return nil }
        let need = "it is not in need: it has \(available) available, and its reserve is \(reserve)"
        if pool.predicted >= pool.lowWatermark {
            return Obstacle(
                "no-need",
                need
                    + "; memory that nobody needs goes back when the pool is forecast under \(share(pool.lowWatermark)), "
                    + "and the forecast is \(share(pool.predicted))",
                remedy: "to have it more all the same, raise its floor or pin it",
                command: command("set", "max --for 1h"))
        }
        return Obstacle(
            "no-need", need + "; the pool is calm, and memory goes back step by step",
            remedy: "to have it at once, pin it for a while", command: command("set", "max --for 1h"))
    }

    /// In need, but neither growing nor in distress.
    private var waiting: Obstacle? {
        let middle = pool.lowWatermark + (pool.highWatermark - pool.lowWatermark).scaled(by: 0.5)
        guard inputs.isInDistress == false, let shortage = inputs.shortage, shortage > .zero, pool.predicted > middle
        else {
            return nil
        }
        return Obstacle(
            "scarce",
            "it lacks \(shortage) of its reserve, but is neither growing nor in distress, and waits while memory is scarce: "
                + "the pool is forecast to reach \(share(pool.predicted))",
            remedy: "free memory, by cutting another guest or raising this one's shares",
            command: command("limits", "--shares 2000"))
    }

    /// What it lacks does not fit under the line.
    private var crowded: Obstacle? {
        let room = (pool.limit - pool.used).clampedToZero
        guard let shortage = inputs.shortage, shortage > .zero else { return nil }
        let isBound = (explanation.guardrails.map(\.code) + [explanation.reason?.code]).contains("headroom")
        guard isBound || room < shortage else { return nil }
        var sentence =
            "there is no room: it lacks \(shortage), and \(room) is left under the line of \(share(pool.limit))"
        if shortage > room { sentence += ", so \(shortage - room) is missing" }
        let holders = largest
        if !holders.isEmpty { sentence += "; most is held by " + holders.joined(separator: ", ") }
        return Obstacle(
            "headroom", sentence, remedy: "cut or stop one of them, or move one to another host",
            command: "balloonctl list")
    }

    /// The three other guests that hold most of the host's memory, with what of it is idle.
    private var largest: [String] {
        let others = guests.filter { $0.name != guest.name && ($0.resident ?? .zero) > .zero }
        return others.sorted { ($0.resident ?? .zero) > ($1.resident ?? .zero) }.prefix(3).map { other in
            let idle = other.idle.map { $0 >= .mebibytes(1) ? ", \($0) of it idle" : "" } ?? ""
            return "\(other.name) (\(other.resident ?? .zero)\(idle))"
        }
    }

    /// As a share of the pool where its size is known, else the amount.
    func share(_ amount: ByteCount) -> String {
        status.pool.map { Telling.percent(amount, of: $0.total) } ?? "\(amount)"
    }
}

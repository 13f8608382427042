import BalloonKit

/// A scenario drawn by lot: any number of guests of any size, doing anything, on a host that has enough or not.
///
/// Two thirds of its time anything may happen; then all is quiet, so that one can see what comes of it.
public struct SwarmScenario: Sendable {
    private var random: SplitMix64
    /// A lot of its own: what is added later must not change the scenarios of seeds that are kept.
    private var wire: SplitMix64
    /// Another one.
    private var sight: SplitMix64
    /// And others, which spare the seeds that are kept.
    private var room: SplitMix64
    private var hardship: SplitMix64
    private let duration: Double
    /// From here on nothing happens.
    private let end: Double

    private init(seed: UInt64, cycles: Int) {
        random = SplitMix64(seed: seed)
        wire = SplitMix64(seed: seed ^ 0x7769_7265)
        sight = SplitMix64(seed: seed ^ 0x7369_6768)
        hardship = SplitMix64(seed: seed ^ 0x6861_7261)
        room = SplitMix64(seed: seed ^ 0x726f_6f61)
        duration = Double(max(cycles, 60))
        end = (duration * 0.66).rounded()
    }

    /// The scenario of a seed. Equal arguments make equal scenarios.
    ///
    /// - Parameters:
    ///   - seed: Any.
    ///   - cycles: Its length in seconds, which is a cycle each, and those between two that urgency adds; 60 and more.
    public static func make(seed: UInt64, cycles: Int) -> Scenario {
        var lot = SwarmScenario(seed: seed, cycles: cycles)
        return lot.scenario(seed)
    }

    private mutating func scenario(_ seed: UInt64) -> Scenario {
        let count = random.pick([1, 2, 4, 6, 8, 12, 16, 24], or: 8)
        var guests: [GuestPlan] = []
        for number in 1...count { guests.append(guest("g\(number < 10 ? "0" : "")\(number)")) }
        if sight.happens(0.15) {
            let part = sight.pick([0.3, 1.0], or: 1)
            for index in guests.indices where sight.happens(part) { guests[index].isMeasured = false }
        }
        let sum = guests.reduce(ByteCount.zero) { $0 + $1.maximum }
        // From twice overcommitted to more than enough.
        let total = max(sum.scaled(by: random.number(0.4, 1.5)), .gibibytes(1))
        var pool = PoolPlan(total: total, host: host(total))
        pool.swap = random.happens(0.3) ? .zero : total.scaled(by: random.number(0.05, 0.5))
        pool.hasKSM = random.happens(0.7)
        pool.tellsScannerTime = !sight.happens(0.1)
        var scenario = Scenario(
            "swarm-\(seed)", "Drawn by lot from seed \(seed).", duration: duration, pool: pool, guests: guests)
        scenario.acts = acts(guests)
        var merging = SwarmMerging(seed: seed, end: end)
        merging.befall(&scenario)
        starve(&scenario)
        reserveRoom(&scenario)
        return scenario
    }

    private mutating func host(_ total: ByteCount) -> Curve {
        let base = random.number(0.03, 0.15)
        guard random.happens(0.4) else { return .constant(total.scaled(by: base)) }
        let top = total.scaled(by: base + random.number(0.05, 0.25))
        let start = random.number(10, end * 0.7)
        let rise = random.pick([0.0, 2, 30], or: 0)
        let back = min(start + rise + random.number(10, 200), end)
        let low = total.scaled(by: base)
        return Curve([(0, low), (start, low), (start + rise, top), (back, top), (min(back + 5, end), low)])
    }

    /// A few hosts have half of what they were to have, and no swap: the kernel kills.
    private mutating func starve(_ scenario: inout Scenario) {
        guard hardship.happens(0.06) else { return }
        scenario.pool.total = max(scenario.pool.total.scaled(by: 0.5), .gibibytes(1))
        scenario.pool.swap = .zero
    }

    // MARK: Guests

    private mutating func guest(_ name: String) -> GuestPlan {
        let maximum = ByteCount.mebibytes(Int64(random.pick([256, 384, 512, 768, 1024, 2048, 4096, 8192], or: 512)))
        let kernel = ByteCount.mebibytes(60)
        // Some want more than they could ever have.
        let most = (maximum - kernel).scaled(by: random.happens(0.1) ? 1.1 : random.number(0.4, 0.9))
        var anonymous = SwarmLoad(SplitMix64(seed: random.next()), most: most, end: end)
        var cache = SwarmLoad(SplitMix64(seed: random.next()), most: maximum.scaled(by: 0.5), end: end)
        var plan = GuestPlan(
            name, maximum: maximum, anonymous: anonymous.curve(),
            cache: random.happens(0.5) ? cache.curve() : .constant(.zero), kernel: kernel,
            touched: maximum.scaled(by: random.number(0.2, 1)), limits: limits(maximum))
        plan.driver = driver()
        plan.deflatesOnOOM = random.happens(0.15)
        plan.reportsFreePages = random.happens(0.15)
        plan.discardIsDisabled = random.happens(0.06)
        plan.swap = random.happens(0.3) ? maximum.scaled(by: random.number(0.1, 0.6)) : .zero
        plan.duplicates = random.happens(0.5) ? random.number(0, 0.8) : 0
        plan.inflateRate = .mebibytes(Int64(random.pick([60, 300, 400, 590, 2000], or: 400)))
        happen(to: &plan)
        return plan
    }

    private mutating func limits(_ maximum: ByteCount) -> GuestLimits {
        var limits = GuestLimits()
        if random.happens(0.4) { limits.floor = maximum.scaled(by: random.number(0.05, 0.7)) }
        if random.happens(0.2) { limits.ceiling = maximum.scaled(by: random.number(0.5, 1.2)) }
        if random.happens(0.3) { limits.shares = random.pick([1, 100, 500, 2000, 10_000, 50_000], or: 1000) }
        return limits
    }

    private mutating func driver() -> GuestPlan.Driver {
        guard random.happens(0.25) else { return .ordinary }
        switch random.integer(0...6) {
        case 0: return .missing
        case 1: return .late(random.number(5, end * 0.5))
        case 2:
            let from = random.number(5, end * 0.8)
            return .stale(from: from, to: random.happens(0.3) ? .infinity : min(from + random.number(5, 300), end))
        case 3: return .stuck
        case 4: return .lying(available: random.pick([0, 1 << 28, 1 << 40, .max], or: 0))
        default: return .windows
        }
    }

    private mutating func happen(to plan: inout GuestPlan) {
        if random.happens(0.2) { plan.arrives = random.number(1, end * 0.8) }
        if random.happens(0.15) { plan.departs = random.number(plan.arrives + 5, end) }
        if random.happens(0.2) {
            for _ in 1...random.integer(1...3) { plan.reboots.append(random.number(plan.arrives + 5, end)) }
            plan.reboots.sort()
        }
        if random.happens(0.2) { plan.pauses = spells(from: plan.arrives) }
        if random.happens(0.2) { plan.silences = spells(from: plan.arrives) }
        if wire.happens(0.4) {
            plan.faults.rate = wire.pick([0.001, 0.01, 0.1, 0.5], or: 0.01)
            plan.faults.during = wire.number(0, end * 0.5)...end
        }
        if wire.happens(0.1) {
            let begin = wire.number(plan.arrives + 1, end)
            plan.faults.busy = [begin...min(begin + wire.number(1, 120), end)]
        }
    }

    private mutating func spells(from start: Double) -> [ClosedRange<Double>] {
        var spells: [ClosedRange<Double>] = []
        for _ in 1...random.integer(1...3) {
            let begin = random.number(start + 1, end)
            spells.append(begin...min(begin + random.number(1, 120), end))
        }
        return spells
    }

    // MARK: Operators

    /// Now and then room is reserved for who is to come; whether it can be had is another matter.
    private mutating func reserveRoom(_ scenario: inout Scenario) {
        guard room.happens(0.1) else { return }
        for _ in 1...room.integer(1...3) {
            let seconds = room.number(5, 300)
            let time = room.number(1, max(end - seconds, 2))
            let amount = scenario.pool.total.scaled(by: room.number(0.02, 0.3))
            scenario.acts.append(OperatorAct(at: time, .reserveRoom(amount, seconds: min(seconds, end - time))))
        }
    }

    private mutating func acts(_ guests: [GuestPlan]) -> [OperatorAct] {
        var acts: [OperatorAct] = []
        for _ in 0..<random.integer(0...8) {
            guard let guest = guests.isEmpty ? nil : guests[random.integer(0...guests.count - 1)] else { continue }
            let time = random.number(1, end)
            let later = random.number(time, end)
            switch random.integer(0...6) {
            case 0, 1:
                let pin = guest.maximum.scaled(by: random.number(0.05, 1.1))
                acts.append(OperatorAct(at: time, .pin(guest: guest.name, to: pin)))
                if random.happens(0.8) { acts.append(OperatorAct(at: later, .unpin(guest: guest.name))) }
            case 2, 3: acts.append(OperatorAct(at: time, .limit(guest: guest.name, limits(guest.maximum))))
            case 4:
                acts.append(OperatorAct(at: time, .pause(guest: guest.name)))
                acts.append(OperatorAct(at: later, .resume(guest: guest.name)))
            case 5:
                acts.append(OperatorAct(at: time, .pausePool))
                acts.append(OperatorAct(at: min(later, time + 60), .resumePool))
            default: acts.append(OperatorAct(at: time, .restartDaemon))
            }
        }
        return acts
    }
}

import BalloonKit

/// Loads that come suddenly, together, or in waves.
enum BurstScenarios {
    static var all: [Scenario] { [simultaneous, rolling, antiphase, quickTides, spring] }

    static var simultaneous: Scenario {
        Scenario(
            "simultaneous-bursts", "Six of ten guests start the same job in the same second, twice.", duration: 300,
            pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: fleet(10, "job") { name, number in
                let base = Load(mib(600), name)
                let load =
                    number % 5 < 3
                    ? base.hold(until: 60).go(to: gib(2.1), in: 5).hold(25).go(to: mib(600), in: 1).hold(until: 180)
                        .go(to: gib(2.1), in: 5).hold(25).go(to: mib(600), in: 1).hold(until: 300)
                    : base.hold(300)
                return .veteran(name, gib(4), uses: load.curve, cache: .constant(mib(800)), touched: gib(2.2))
            })
    }

    static var rolling: Scenario {
        Scenario(
            "rolling-bursts", "A cluster rebalances: each of eight guests in turn takes 2 GiB more for half a minute.",
            duration: 420, pool: PoolPlan(total: gib(24), host: .constant(gib(1.5))),
            guests: fleet(8, "node") { name, number in
                let load = Load(mib(700), name).hold(until: 30 + Double(number) * 40).go(to: gib(2.7), in: 12).hold(30)
                    .go(to: mib(700), in: 2).hold(until: 420)
                return .veteran(name, gib(4), uses: load.curve, cache: .constant(mib(400)), touched: gib(2))
            })
    }

    /// Six guests are full while the others are empty, and all twelve would not fit.
    static var antiphase: Scenario {
        Scenario(
            "tides-in-antiphase", "Day shift and night shift: one half of the fleet fills while the other empties.",
            duration: 900, pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: fleet(12, "shift") { name, number in
                let isDay = number % 2 == 0
                let (low, high) = (mib(500), gib(2.3))
                let load = Load(isDay ? low : high, name).repeated(until: 880) {
                    $0.hold(60).go(to: isDay ? high : low, in: 60).hold(60).go(to: isDay ? low : high, in: 60)
                }
                return .veteran(
                    name, gib(4), uses: load.curve, cache: .constant(mib(150)), touched: isDay ? gib(0.9) : gib(2.6))
            })
    }

    static var spring: Scenario {
        var scenario = Scenario(
            "spring-tides",
            "Half of the guests take 1.4 GiB in six seconds, then the other half, each half minute; "
                + "nothing tells what any guest holds.",
            duration: 300, pool: PoolPlan(total: gib(16), host: .constant(gib(1))),
            guests: fleet(8, "tide") { name, number in
                let load = Load(mib(500), name).hold(number % 2 == 0 ? 8 : 23, wobble: 0).repeated(until: 280) {
                    $0.go(to: gib(1.85), in: 6).hold(8).go(to: mib(500), in: 2).hold(14)
                }
                return .veteran(name, gib(3), uses: load.curve, cache: .constant(mib(100)), touched: gib(1.45))
            })
        for index in scenario.guests.indices { scenario.guests[index].isMeasured = false }
        return scenario
    }

    static var quickTides: Scenario {
        Scenario(
            "quick-tides", "Batch jobs every minute, half of the guests in turn: what is taken is wanted soon again.",
            duration: 480, pool: PoolPlan(total: gib(24), host: .constant(gib(1.5))),
            guests: fleet(8, "batch") { name, number in
                let load = Load(mib(600), name).hold(number % 2 == 0 ? 20 : 50).repeated(until: 470) {
                    $0.go(to: gib(2.4), in: 8).hold(15).go(to: mib(600), in: 3).hold(34)
                }
                return .veteran(name, gib(4), uses: load.curve, cache: .constant(mib(200)), touched: gib(1.9))
            })
    }
}

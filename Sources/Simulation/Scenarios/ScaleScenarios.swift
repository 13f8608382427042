import BalloonKit

/// Very many, and very unequal.
enum ScaleScenarios {
    static var all: [Scenario] { [thousandSmall, giantAmongSmall, crowdAgainstGiant] }

    static var thousandSmall: Scenario {
        Scenario(
            "thousand-small", "A thousand function runners of 128M; every tenth works at a time, in waves.",
            duration: 180,
            pool: PoolPlan(total: gib(144), host: .constant(gib(8))),
            guests: fleet(1000, "fn") { name, number in
                let (low, high) = (mib(8), mib(56))
                let wave = Double(number % 10) * 12
                let load = Load(low, name).hold(20 + wave, wobble: 0).go(to: high, in: 3).hold(14, wobble: 0)
                    .go(to: low, in: 1).hold(until: 180, wobble: 0)
                return GuestPlan(
                    name, maximum: mib(128), anonymous: load.curve, cache: .constant(mib(6)), kernel: mib(32),
                    touched: mib(number % 3 == 0 ? 104 : 72), limits: GuestLimits(floor: mib(48)))
            })
    }

    static var giantAmongSmall: Scenario {
        let giant = Load(gib(40), "giant").hold(60).go(to: gib(142), rate: mib(600)).hold(120).go(to: gib(60), in: 20)
            .hold(150).curve
        return Scenario(
            "giant-among-small", "A 192 GiB database among forty guests of 2 to 4 GiB; it grows by 100 GiB.",
            duration: 600,
            pool: PoolPlan(total: gib(256), host: .constant(gib(8))),
            guests: [.veteran("giant", gib(192), uses: giant, cache: .constant(gib(10)), touched: gib(90))]
                + fleet(40, "small") { name, number in
                    let size = gib(number % 2 == 0 ? 2 : 4)
                    return .steady(
                        name, size, uses: size.scaled(by: 0.25), cache: size.scaled(by: 0.2),
                        touched: size.scaled(by: 0.8), for: 600)
                })
    }

    static var crowdAgainstGiant: Scenario {
        Scenario(
            "crowd-against-giant",
            "Thirty small guests are started up within two minutes; one giant holds the idle memory they need.",
            duration: 300, pool: PoolPlan(total: gib(128), host: .constant(gib(4))),
            guests: [.steady("giant", gib(64), uses: gib(16), cache: gib(18), touched: gib(52), for: 300)]
                + fleet(30, "small") { name, number in
                    let load = Load(mib(400), name).hold(until: 60 + Double(number) * 4).go(to: gib(1.9), rate: mib(40))
                        .hold(
                            90
                        )
                        .go(to: mib(400), in: 4).hold(until: 300)
                    return .veteran(name, gib(3), uses: load.curve, cache: .constant(mib(200)), touched: gib(1.2))
                })
    }
}

import BalloonKit

/// One guest, or all, grow steadily on a host whose other memory was used once and is idle now.
enum RampScenarios {
    static var all: [Scenario] { [slow, brisk, fast, gigabyte, everywhere] }

    static var slow: Scenario {
        let grower = Load(mib(600), "slow").hold(60).go(to: gib(2.6), rate: mib(5)).hold(130).curve
        return Scenario(
            "ramp-slow", "One guest of six grows by 5 MiB/s for seven minutes.", duration: 600,
            pool: PoolPlan(total: gib(16), host: Load(gib(1), "slow-host").hold(600).curve),
            guests: [.veteran("grower", gib(3), uses: grower, cache: .constant(mib(400)), touched: gib(1.8))]
                + fleet(5, "calm") { name, _ in
                    .steady(name, gib(3), uses: mib(700), cache: mib(600), touched: gib(1.8), for: 600)
                })
    }

    static var brisk: Scenario {
        let grower = Load(mib(600), "brisk").hold(60).go(to: gib(3.4), rate: mib(50)).hold(60).go(to: mib(600), in: 2)
            .hold(120).curve
        return Scenario(
            "ramp-50", "One guest of seven grows by 50 MiB/s for a minute, and frees it all.", duration: 300,
            pool: PoolPlan(total: gib(16), host: .constant(gib(1))),
            guests: [.veteran("grower", gib(4), uses: grower, cache: .constant(mib(200)), touched: gib(1))]
                + fleet(6, "calm") { name, _ in
                    .steady(name, gib(3), uses: mib(600), cache: mib(500), touched: gib(1.7), for: 300)
                })
    }

    static var fast: Scenario {
        let grower = Load(gib(2), "fast").hold(45).go(to: gib(11), rate: mib(300)).hold(60).go(to: gib(2), in: 5)
            .hold(100).curve
        return Scenario(
            "ramp-300", "An analytics job loads 9 GiB at 300 MiB/s.", duration: 240,
            pool: PoolPlan(total: gib(64), host: .constant(gib(3))),
            guests: [.veteran("analytics", gib(12), uses: grower, cache: .constant(gib(1)), touched: gib(5.5))]
                + fleet(7, "app") { name, _ in
                    .steady(name, gib(12), uses: gib(2), cache: gib(2), touched: gib(5.6), for: 240)
                })
    }

    static var gigabyte: Scenario {
        let grower = Load(gib(20), "gigabyte").hold(60).go(to: gib(58), rate: gib(1)).hold(120).curve
        return Scenario(
            "ramp-1g", "On a large host one database warms up by 1 GiB/s, to 58 GiB.", duration: 300,
            pool: PoolPlan(total: gib(512), host: Load(gib(16), "gigabyte-host").hold(300).curve),
            guests: [.veteran("database", gib(64), uses: grower, cache: .constant(gib(4)), touched: gib(37.5))]
                + fleet(9, "big") { name, _ in
                    .steady(name, gib(64), uses: gib(16), cache: gib(10), touched: gib(37.5), for: 300)
                })
    }

    static var everywhere: Scenario {
        Scenario(
            "ramp-everywhere", "All guests grow at once by 20 MiB/s, each into memory that another had.", duration: 300,
            pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: fleet(8, "srv") { name, number in
                let load = Load(mib(600), name).hold(50 + Double(number)).go(to: gib(2), rate: mib(20)).hold(180).curve
                return .veteran(name, gib(4), uses: load, cache: .constant(gib(1)), touched: gib(2.6))
            })
    }
}

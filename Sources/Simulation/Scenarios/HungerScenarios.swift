import BalloonKit

/// Guests that take whatever there is: leaks and page caches.
enum HungerScenarios {
    static var all: [Scenario] { [leak, leaksEverywhere, leakToTheEnd, cacheHogs, cacheAgainstNeed] }

    static var leak: Scenario {
        let load = Load(mib(500), "leaky").hold(20).go(to: gib(3.2), rate: mib(8)).jump(to: mib(500)).hold(10)
            .go(to: gib(2), rate: mib(8)).curve
        return Scenario(
            "leak", "One service leaks 8 MiB/s until its watchdog restarts it, and leaks again.", duration: 600,
            pool: PoolPlan(total: gib(16), host: .constant(gib(1))),
            guests: [.veteran("leaky", gib(4), uses: load, cache: .constant(mib(300)), touched: gib(1))]
                + fleet(6, "web") { name, _ in
                    .steady(name, gib(2.5), uses: mib(600), cache: mib(500), touched: gib(1.7), for: 600)
                })
    }

    static var leaksEverywhere: Scenario {
        Scenario(
            "leaks-everywhere", "One bad release on all guests: each leaks at its own pace and is restarted at 2 GiB.",
            duration: 900, pool: PoolPlan(total: gib(24), host: .constant(gib(1.5))),
            guests: fleet(10, "rel") { name, number in
                let rate = mib(2 + Double(number % 5) * 1.5)
                let load = Load(mib(400), name).hold(Double(number) * 15).repeated(until: 890) {
                    $0.go(to: gib(2), rate: rate).jump(to: mib(400)).hold(8)
                }
                return .veteran(name, gib(3), uses: load.curve, cache: .constant(mib(200)), touched: gib(1.4))
            })
    }

    /// Its own kernel kills the process whatever the host does.
    static var leakToTheEnd: Scenario {
        let load = Load(mib(500), "doomed").hold(30).go(to: gib(2.4), rate: mib(10)).hold(30).jump(to: mib(500)).hold(
            60
        )
        .curve
        return Scenario(
            "leak-to-the-end", "A process wants more than its guest has: no host can help, and others must not pay.",
            duration: 360, pool: PoolPlan(total: gib(16), host: .constant(gib(1))),
            guests: [.veteran("doomed", gib(2), uses: load, touched: gib(0.8))]
                + fleet(7, "web") { name, _ in
                    .steady(name, gib(3), uses: mib(700), cache: mib(500), touched: gib(1.5), for: 360)
                })
    }

    static var cacheHogs: Scenario {
        Scenario(
            "cache-hogs", "Backups read every disk: page cache fills all RAM of all guests, resident and idle.",
            duration: 420, pool: PoolPlan(total: gib(48), host: .constant(gib(2))),
            guests: fleet(8, "nas") { name, number in
                let reads = Load(mib(500), name + "-cache").hold(until: 30 + Double(number) * 10).go(
                    to: gib(6.5), in: 80)
                return .veteran(
                    name, gib(8), uses: Load(gib(1.2), name).hold(420).curve, cache: reads.curve, touched: gib(2.5))
            })
    }

    static var cacheAgainstNeed: Scenario {
        let load = Load(gib(1), "builder").hold(60).repeated(until: 470) {
            $0.go(to: gib(9), rate: mib(150)).hold(40).go(to: gib(1), in: 4).hold(50)
        }
        return Scenario(
            "cache-against-need", "Compile jobs need 8 GiB that the others' page caches hold.", duration: 480,
            pool: PoolPlan(total: gib(48), host: .constant(gib(2))),
            guests: [.veteran("builder", gib(12), uses: load.curve, cache: .constant(gib(1)), touched: gib(2))]
                + fleet(7, "nas") { name, _ in
                    .steady(name, gib(8), uses: gib(1), cache: gib(3.4), touched: gib(4.7), for: 480)
                })
    }
}

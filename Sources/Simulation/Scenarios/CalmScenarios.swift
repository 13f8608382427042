import BalloonKit

/// Hosts on which nothing calls for a command.
enum CalmScenarios {
    static var all: [Scenario] {
        [idleFleet, halfFull, underTheLowMark, cacheBreathing, busyWithinItsMeans].map { $0.with { $0.isCalm = true } }
    }

    static var idleFleet: Scenario {
        Scenario(
            "idle-fleet", "Twelve small servers at night on a host three quarters empty.", duration: 600,
            pool: PoolPlan(total: gib(64), host: Load(gib(3), "idle-host").hold(600).curve),
            guests: fleet(12, "idle") { name, _ in
                .steady(name, gib(4), uses: mib(300), cache: mib(200), touched: mib(1200), for: 600)
            })
    }

    static var halfFull: Scenario {
        Scenario(
            "half-full", "Ten application servers of mixed size that hold half of the host, hour after hour.",
            duration: 900, pool: PoolPlan(total: gib(128), host: Load(gib(6), "half-host").hold(900).curve),
            guests: fleet(10, "app") { name, number in
                let size = gib(number % 2 == 0 ? 8 : 16)
                return .steady(
                    name, size, uses: size.scaled(by: 0.35), cache: size.scaled(by: 0.08),
                    touched: size.scaled(by: 0.48), for: 900)
            })
    }

    static var underTheLowMark: Scenario {
        Scenario(
            "under-the-low-mark", "A host that has stood at 71 % for weeks and does not move.", duration: 600,
            pool: PoolPlan(total: gib(32), host: Load(gib(2), "low-host").hold(600).curve),
            guests: fleet(6, "srv") { name, _ in
                .steady(name, gib(4), uses: gib(2), cache: mib(500), touched: gib(3.4), for: 600)
            })
    }

    static var cacheBreathing: Scenario {
        Scenario(
            "cache-breathing", "Page caches of file servers grow and are dropped; the sum stays far from the line.",
            duration: 720, pool: PoolPlan(total: gib(64), host: .constant(gib(3))),
            guests: fleet(8, "files") { name, number in
                let breath = Load(mib(500), name + "-cache").hold(Double(number) * 12, wobble: 0)
                    .repeated(until: 700) { $0.go(to: gib(2.5), in: 90).hold(30).go(to: mib(500), in: 10).hold(60) }
                let load = Load(gib(1.8), name).hold(720).curve
                return .veteran(name, gib(6), uses: load, cache: breath.curve, touched: gib(3))
            })
    }

    static var busyWithinItsMeans: Scenario {
        Scenario(
            "busy-within-its-means", "Twenty guests that come and go within what they touched long ago, at 60 %.",
            duration: 600, pool: PoolPlan(total: gib(96), host: Load(gib(4), "busy-host").hold(600).curve),
            guests: fleet(20, "busy") { name, number in
                let load = Load(gib(1.2), name).hold(Double(number) * 3)
                    .repeated(until: 590) { $0.go(to: gib(1.8), in: 10).hold(20).go(to: gib(1.2), in: 5).hold(25) }
                return .veteran(name, gib(4), uses: load.curve, cache: .constant(mib(300)), touched: gib(2.6))
            })
    }
}

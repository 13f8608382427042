import BalloonKit

/// Guests that come, go and start anew.
enum ChurnScenarios {
    static var all: [Scenario] { [arrivals, comeAndGo, bootStorm, rebootStorm, buildFarm, webAndDatabaseDay] }

    /// A guest that is started in the middle: it boots, starts its services, and works until `seconds`.
    private static func newcomer(
        _ name: String, _ maximum: ByteCount, at time: Double, uses amount: ByteCount, cache: ByteCount,
        until seconds: Double
    ) -> GuestPlan {
        let load = Load(.zero, name).hold(time + 3, wobble: 0).go(to: amount, in: 12).hold(until: seconds)
        return GuestPlan.veteran(name, maximum, uses: load.curve, cache: .constant(cache), touched: .zero)
            .with { $0.arrives = time }
    }

    static var arrivals: Scenario {
        Scenario(
            "arrivals", "A customer starts a new 4 GiB guest every half minute on a host that looked full.",
            duration: 420,
            pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: fleet(6, "old") { name, _ in
                .steady(name, gib(4), uses: mib(900), cache: mib(800), touched: gib(3.3), for: 420)
            }
                + fleet(7, "new") { name, number in
                    newcomer(
                        name, gib(4), at: 60 + Double(number) * 30, uses: gib(1.2), cache: mib(500), until: 420)
                })
    }

    static var comeAndGo: Scenario {
        Scenario(
            "come-and-go", "Each departure is followed by an arrival twice its size, as when a cluster is rolled over.",
            duration: 480, pool: PoolPlan(total: gib(48), host: .constant(gib(2))),
            guests: fleet(8, "v1") { name, number in
                GuestPlan.steady(name, gib(4), uses: gib(1.3), cache: mib(700), touched: gib(3.6), for: 480)
                    .with { $0.departs = 60 + Double(number) * 45 }
            }
                + fleet(8, "v2") { name, number in
                    newcomer(
                        name, gib(8), at: 65 + Double(number) * 45, uses: gib(3.2), cache: gib(1.6), until: 480)
                })
    }

    static var bootStorm: Scenario {
        Scenario(
            "boot-storm", "Monday, eight o'clock: twelve desktops are started within ten seconds.", duration: 300,
            pool: PoolPlan(total: gib(64), host: .constant(gib(3))),
            guests: fleet(8, "srv") { name, _ in
                .steady(name, gib(6), uses: gib(1.4), cache: gib(1), touched: gib(4.6), for: 300)
            }
                + fleet(12, "desk") { name, number in
                    newcomer(
                        name, gib(4), at: 60 + Double(number) * 0.8, uses: gib(1.6), cache: mib(600), until: 300)
                })
    }

    /// Balloons open on a reset, and guests touch their memory before the driver is back.
    static var rebootStorm: Scenario {
        Scenario(
            "reboot-storm",
            "An update reboots eight of ten guests in six seconds, after a peak that inflated them all.",
            duration: 360, pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: fleet(8, "upd") { name, number in
                let load = Load(mib(700), name).hold(360).curve
                return GuestPlan.veteran(name, gib(4), uses: load, cache: .constant(gib(1.2)), touched: gib(2.2))
                    .with { $0.reboots = [150 + Double(number) * 0.7] }
            }
                + fleet(2, "peak") { name, _ in
                    .veteran(
                        name, gib(6),
                        uses: Load(gib(1), name).hold(45).go(to: gib(5), rate: mib(120)).hold(230).curve,
                        touched: gib(1.5))
                })
    }

    static var buildFarm: Scenario {
        Scenario(
            "ci-farm", "Build machines live for a minute or two, use 2.5 GiB of their 4 and are thrown away.",
            duration: 720,
            pool: PoolPlan(total: gib(32), host: Load(gib(2), "ci-host").hold(720, wobble: 0.1).curve),
            guests: fleet(3, "infra") { name, _ in
                .steady(name, gib(4), uses: gib(1), cache: gib(1), touched: gib(3), for: 720)
            }
                + fleet(56, "ci") { name, number in
                    var chance = SplitMix64(name)
                    let start = 5 + Double(number) * 11.5 + chance.number(in: 0...8)
                    let end = start + chance.number(in: 60...120)
                    let peak = gib(chance.number(in: 1.2...2.6))
                    let load = Load(.zero, name).hold(start + 3, wobble: 0).go(to: mib(400), in: 5).hold(8)
                        .go(to: peak, in: 20).hold(until: end, wobble: 0.06)
                    return GuestPlan.veteran(
                        name, gib(4), uses: load.curve,
                        cache: Load(.zero, name).hold(start + 5, wobble: 0).go(to: mib(700), in: 40).curve,
                        touched: .zero
                    ).with {
                        $0.arrives = start
                        $0.departs = end
                    }
                })
    }

    /// A day in twenty minutes.
    static var webAndDatabaseDay: Scenario {
        let webs = fleet(8, "web") { name, _ in
            let load = Load(mib(500), name).hold(220, wobble: 0.05).go(to: gib(1.9), in: 150).hold(200, wobble: 0.1)
                .go(to: gib(1.5), in: 60).hold(120, wobble: 0.1).go(to: gib(2.1), in: 60).hold(120, wobble: 0.1)
                .go(to: mib(500), in: 120).hold(150, wobble: 0.05)
            return .veteran(name, gib(4), uses: load.curve, cache: .constant(mib(400)), touched: gib(1.2))
        }
        let databases = fleet(2, "db") { name, _ in
            .steady(name, gib(16), uses: gib(8), cache: gib(4), touched: gib(12.5), for: 1200)
        }
        let batch = fleet(2, "night") { name, number in
            let load = Load(gib(5), name).hold(140, wobble: 0.1).go(to: mib(600), in: 10).hold(800)
                .go(to: gib(6), rate: mib(60 + Double(number) * 40)).hold(150, wobble: 0.1)
            return GuestPlan.veteran(
                name, gib(8), uses: load.curve, cache: .constant(mib(500)), touched: gib(6))
        }
        return Scenario(
            "web-and-database-day", "Web servers by day, batch jobs by night, databases always.", duration: 1200,
            pool: PoolPlan(total: gib(64), host: Load(gib(3), "day-host").hold(1200, wobble: 0.05).curve),
            guests: webs + databases + batch)
    }
}

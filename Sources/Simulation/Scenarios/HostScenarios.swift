import BalloonKit

/// What the host itself does to its guests.
enum HostScenarios {
    static var all: [Scenario] { [takesAFifth, backup, startOverTheLine, smallHost] }

    /// 12.8 GiB in eight seconds: what one process can touch.
    static var takesAFifth: Scenario {
        Scenario(
            "host-takes-a-fifth",
            "A process on the host takes 20 % of it within eight seconds, and leaves after two minutes.",
            duration: 360,
            pool: PoolPlan(
                total: gib(64),
                host: Load(gib(3), "fifth-host").hold(60).go(to: gib(15.8), in: 8).hold(120).go(to: gib(3), in: 1).hold(
                    170
                )
                .curve),
            guests: fleet(10, "app") { name, _ in
                .steady(name, gib(6), uses: gib(1.2), cache: gib(1.5), touched: gib(4.1), for: 360)
            })
    }

    static var backup: Scenario {
        let host = Load(gib(2), "backup-host").hold(40).repeated(until: 590) {
            $0.go(to: gib(6), in: 30).hold(50).go(to: gib(2), in: 3).hold(60)
        }
        return Scenario(
            "host-backup", "A backup on the host takes 4 GiB every two minutes.", duration: 600,
            pool: PoolPlan(total: gib(32), host: host.curve),
            guests: fleet(7, "vm") { name, _ in
                .steady(name, gib(4), uses: gib(1.1), cache: mib(900), touched: gib(3), for: 600)
            })
    }

    static var startOverTheLine: Scenario {
        Scenario(
            "start-over-the-line", "The daemon is installed on a host that stands at 93 %.", duration: 300,
            pool: PoolPlan(total: gib(64), host: .constant(gib(3))),
            guests: fleet(10, "old") { name, _ in
                .steady(name, gib(8), uses: gib(2.4), cache: gib(2), touched: gib(5.6), for: 300)
            })
    }

    static var smallHost: Scenario {
        let host = Load(mib(500), "small-host").hold(60).go(to: mib(900), in: 20).hold(220).curve
        return Scenario(
            "small-host", "A 4 GiB box at the edge with five guests of 256M to 1G, one of them growing.", duration: 300,
            pool: PoolPlan(total: gib(4), host: host),
            guests: fleet(4, "edge") { name, number in
                let size = mib(number % 2 == 0 ? 512 : 768)
                return .steady(
                    name, size, uses: size.scaled(by: 0.3), cache: size.scaled(by: 0.2), touched: size.scaled(by: 0.8),
                    for: 300)
            } + [
                .veteran(
                    "gateway", gib(1),
                    uses: Load(mib(150), "gateway").hold(90).go(to: mib(700), rate: mib(25)).hold(60)
                        .go(to: mib(150), in: 5).hold(120).curve, touched: mib(400))
            ])
    }
}

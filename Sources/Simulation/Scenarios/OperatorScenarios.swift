import BalloonKit

/// People and packages that step in while it runs.
enum OperatorScenarios {
    static var all: [Scenario] { [pins, limits, poolPause, restarts] }

    /// Eight guests of 4 GiB on 32 GiB at 75 %, of which two grow in turn.
    private static func house(_ name: String, _ summary: String, _ acts: [OperatorAct]) -> Scenario {
        let growers = fleet(2, "grower") { name, number in
            let load = Load(mib(700), name).hold(until: 70 + Double(number) * 120).go(to: gib(3.1), rate: mib(60)).hold(
                80
            )
            .go(to: mib(700), in: 3).hold(until: 420)
            return GuestPlan.veteran(name, gib(4), uses: load.curve, cache: .constant(mib(300)), touched: gib(1.6))
        }
        let others = fleet(6, "plain") { name, _ in
            GuestPlan.steady(name, gib(4), uses: mib(900), cache: mib(800), touched: gib(3.1), for: 420)
        }
        return Scenario(
            name, summary, duration: 420, pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: growers + others
        ).with { $0.acts = acts }
    }

    static var pins: Scenario {
        house(
            "pins",
            "An operator pins three guests, one low and two at full size, in the middle of a ramp, and lets them go.",
            [
                OperatorAct(at: 60, .pin(guest: "plain-01", to: gib(2))),
                OperatorAct(at: 85, .pin(guest: "plain-02", to: gib(4))),
                OperatorAct(at: 90, .pin(guest: "plain-03", to: gib(4))),
                OperatorAct(at: 240, .unpin(guest: "plain-02")), OperatorAct(at: 250, .unpin(guest: "plain-03")),
                OperatorAct(at: 300, .unpin(guest: "plain-01")),
            ])
    }

    static var limits: Scenario {
        house(
            "limits", "Floors go up, a ceiling comes down and is lifted, and shares change while guests grow.",
            [
                OperatorAct(at: 50, .limit(guest: "plain-01", GuestLimits(floor: gib(3)))),
                OperatorAct(at: 80, .limit(guest: "plain-02", GuestLimits(floor: mib(512), ceiling: gib(2)))),
                OperatorAct(at: 100, .limit(guest: "plain-03", GuestLimits(shares: 4000))),
                OperatorAct(at: 130, .limit(guest: "plain-04", GuestLimits(floor: gib(2.5), shares: 200))),
                OperatorAct(at: 230, .limit(guest: "plain-02", GuestLimits())),
                OperatorAct(at: 280, .limit(guest: "plain-01", GuestLimits())),
            ])
    }

    static var poolPause: Scenario {
        house(
            "pool-paused",
            "Maintenance: automatic control is paused for fifty seconds after a guest grew, until another does.",
            [OperatorAct(at: 145, .pausePool), OperatorAct(at: 195, .resumePool)])
    }

    static var restarts: Scenario {
        house(
            "daemon-restarts", "The daemon is killed and started again five times, each time in the middle of a move.",
            [72, 90, 112, 195, 275].map { OperatorAct(at: $0, .restartDaemon) })
    }
}

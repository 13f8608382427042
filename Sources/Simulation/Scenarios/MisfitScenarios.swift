import BalloonKit

/// Guests that are not as the textbook has them, each kind among ordinary ones while one guest needs memory.
enum MisfitScenarios {
    static var all: [Scenario] {
        [
            withoutDriver, lateDriver, stale, stuck, passedThrough, hoarders, claimsEverything, absurdNumbers, windows,
            deflateOnOOM, freePageReporting, guestsWithSwap, silentAndPaused, zoo,
            unmeasured,
        ]
    }

    private static let seconds = 300.0

    /// Nine guests of 4 GiB on 32 GiB, at 75 %. Three grow by 2 GiB each, overlapping, free it, and two grow again. Some of the
    /// other six are misfits.
    private static func hall(
        _ name: String, _ summary: String, misfits: Int = 3, _ change: @escaping (inout GuestPlan, Int) -> Void
    ) -> Scenario {
        let growers = fleet(3, "grower") { name, number in
            let start = Load(mib(700), name).hold(until: 60 + Double(number) * 25)
            let first = start.go(to: gib(2.7), rate: mib(80)).hold(60).go(to: mib(700), in: 3)
            let load = number == 2 ? first : first.hold(until: 210).go(to: gib(2.5), rate: mib(60)).hold(30)
            return .veteran(name, gib(4), uses: load.curve, cache: .constant(mib(300)), touched: gib(1.4))
        }
        let ordinary = fleet(6 - misfits, "plain") { name, _ in
            .steady(name, gib(4), uses: mib(800), cache: mib(900), touched: gib(3), for: seconds)
        }
        let odd = fleet(misfits, "odd") { name, number in
            GuestPlan.steady(name, gib(4), uses: gib(1), cache: mib(800), touched: gib(3), for: seconds)
                .with { change(&$0, number) }
        }
        return Scenario(
            name, summary, duration: seconds, pool: PoolPlan(total: gib(32), host: .constant(gib(1.5))),
            guests: growers + ordinary + odd)
    }

    static var unmeasured: Scenario {
        var scenario = hall("unmeasured", "Nothing tells what any guest holds: one process serves them all.") { _, _ in
        }
        for index in scenario.guests.indices { scenario.guests[index].isMeasured = false }
        return scenario
    }

    static var withoutDriver: Scenario {
        hall("no-driver", "Appliances without a balloon driver: resident, silent, not to be moved.") { plan, _ in
            plan.driver = .missing
        }
    }

    static var lateDriver: Scenario {
        hall("late-driver", "Guests whose driver comes up a minute or two after the daemon.") { plan, number in
            plan.driver = .late(45 + Double(number) * 40)
        }
    }

    static var stale: Scenario {
        hall("stale", "Guests that stop reporting for a while; one of them for good.") { plan, number in
            plan.driver = .stale(from: 50 + Double(number) * 20, to: number == 0 ? 1e9 : 200)
        }
    }

    static var stuck: Scenario {
        hall("stuck", "Guests that accept every target and move nothing: all they have is locked.") { plan, _ in
            plan.driver = .stuck
        }
    }

    static var passedThrough: Scenario {
        hall("passed-through", "Guests with a passed-through device: the balloon inflates, the host gains nothing.") {
            plan, _ in plan.discardIsDisabled = true
        }
    }

    static var hoarders: Scenario {
        hall("hoarders", "Guests that claim to have nothing available, to be left alone.", misfits: 2) { plan, _ in
            plan.driver = .lying(available: 0)
        }
    }

    static var claimsEverything: Scenario {
        hall("claims-everything", "A broken driver says that all of its guest's 4 GiB is available.", misfits: 2) {
            plan, _ in plan.driver = .lying(available: 4 << 30)
        }
    }

    static var absurdNumbers: Scenario {
        hall("absurd-numbers", "Drivers that report more than exists: 2^62 and 2^64-2 bytes.", misfits: 2) {
            plan, number in plan.driver = .lying(available: number == 0 ? 1 << 62 : UInt64.max - 1)
        }
    }

    static var windows: Scenario {
        hall("windows", "Windows guests: the balloon counts as used memory and their total does not shrink.") {
            plan, number in
            plan.driver = .windows
            plan.kernel = mib(700 + Double(number) * 100)
            plan.swap = gib(2)
        }
    }

    static var deflateOnOOM: Scenario {
        hall("deflate-on-oom", "All guests take back balloon memory by themselves; the odd ones burst by 1.5 GiB.") {
            plan, number in
            let start = Load(mib(700), plan.name).hold(until: 100 + Double(number) * 30)
            plan.anonymous = start.go(to: gib(2.2), in: 4).hold(30).go(to: mib(700), in: 2).hold(until: seconds).curve
        }.with { scenario in
            for index in scenario.guests.indices { scenario.guests[index].deflatesOnOOM = true }
        }
    }

    static var freePageReporting: Scenario {
        hall(
            "free-page-reporting", "Guests that return free pages by themselves: hardly any inflation is needed.",
            misfits: 4
        ) {
            plan, _ in plan.reportsFreePages = true
        }
    }

    static var guestsWithSwap: Scenario {
        hall(
            "guests-with-swap", "Guests with swap of their own, which a squeeze makes slow and does not kill.",
            misfits: 4
        ) {
            plan, number in
            plan.swap = gib(2)
            let start = Load(gib(1), plan.name).hold(until: 80 + Double(number) * 25)
            plan.anonymous = start.go(to: gib(2.1), in: 15).hold(40).go(to: gib(1), in: 4).hold(until: seconds).curve
        }
    }

    static var silentAndPaused: Scenario {
        hall(
            "silent-and-paused", "QEMUs that hang for half a minute and guests that are paused, two of each.",
            misfits: 4
        ) {
            plan, number in
            let start = 55 + Double(number) * 15
            if number % 2 == 0 { plan.silences = [start...(start + 35)] } else { plan.pauses = [start...(start + 60)] }
        }
    }

    static var zoo: Scenario {
        hall("zoo", "One of each kind together; only few can give.", misfits: 5) { plan, number in
            switch number {
            case 0: plan.driver = .missing
            case 1: plan.driver = .stuck
            case 2: plan.discardIsDisabled = true
            case 3: plan.driver = .stale(from: 80, to: 1e9)
            default: plan.driver = .windows
            }
        }.with { scenario in
            for index in scenario.guests.indices where scenario.guests[index].name.hasPrefix("odd") {
                scenario.guests[index].touched = gib(2.6)
            }
        }
    }
}

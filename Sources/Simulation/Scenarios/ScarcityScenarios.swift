import BalloonKit

/// Demand that does not fit under the line, with and without memory that could be merged.
enum ScarcityScenarios {
    static var all: [Scenario] { [tooMuch, tooMuchForAWhile, tooMuchAlike, unmeasuredAlike, partlyAlike, pastTheEnd] }

    /// Ten guests on 32 GiB that come to need `peak` each at about the same time.
    private static func crowd(
        _ name: String, _ summary: String, peak: ByteCount, hold: Double, duration: Double,
        rate: ByteCount = mib(25), duplicates: Double = 0, swap: ByteCount = .zero
    ) -> Scenario {
        Scenario(
            name, summary, duration: duration, pool: PoolPlan(total: gib(32), host: .constant(gib(2))),
            guests: fleet(10, "crowd") { name, number in
                let start = Load(gib(1.2), name).hold(until: 50 + Double(number) * 4).go(to: peak, rate: rate)
                let load = start.hold(hold).go(to: gib(1.2), in: 10).hold(until: duration)
                return GuestPlan.veteran(name, gib(4), uses: load.curve, cache: .constant(mib(300)), touched: gib(2))
                    .with {
                        $0.duplicates = duplicates
                        $0.swap = swap
                    }
            })
    }

    static var tooMuch: Scenario {
        crowd(
            "too-much", "What all guests need together is 92 % of the host for five minutes, and nothing is alike.",
            peak: gib(2.6), hold: 300, duration: 480)
    }

    static var tooMuchForAWhile: Scenario {
        crowd(
            "too-much-for-a-while", "Need peaks at 88 % for half a minute; the guests have swap of their own.",
            peak: gib(2.45), hold: 30, duration: 300, swap: gib(1))
    }

    static var tooMuchAlike: Scenario {
        crowd(
            "too-much-alike",
            "Need grows to 92 % over four minutes, but 40 % of all pages are alike: merging brings it under the line.",
            peak: gib(2.6), hold: 300, duration: 720, rate: mib(6), duplicates: 0.4)
    }

    static var unmeasuredAlike: Scenario {
        var scenario = crowd(
            "unmeasured-alike", "Too much, but alike, and nothing tells what any guest holds: merging must begin.",
            peak: gib(2.6), hold: 200, duration: 480, rate: mib(10), duplicates: 0.4)
        for index in scenario.guests.indices { scenario.guests[index].isMeasured = false }
        return scenario
    }

    static var partlyAlike: Scenario {
        crowd(
            "partly-alike", "Need grows to 98 % with 10 % alike: merging helps and does not suffice.",
            peak: gib(2.8), hold: 300, duration: 720, rate: mib(6), duplicates: 0.1)
    }

    static var pastTheEnd: Scenario {
        crowd(
            "past-the-end", "Guests want more than the host has: somebody must go without.", peak: gib(3.3), hold: 200,
            duration: 420)
    }
}

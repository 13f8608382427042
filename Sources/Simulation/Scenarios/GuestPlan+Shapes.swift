import BalloonKit

// Sizes as people write them down.
func mib(_ count: Double) -> ByteCount { ByteCount.mebibytes(1).scaled(by: count) }
func gib(_ count: Double) -> ByteCount { ByteCount.gibibytes(1).scaled(by: count) }

extension GuestPlan {
    /// A guest that has been up for long: what it and its page cache used once is still resident, free or not.
    ///
    /// Its kernel keeps 48 MiB and a sixty-fourth of its RAM (page structures, slab).
    static func veteran(
        _ name: String, _ maximum: ByteCount, uses load: Curve, cache: Curve = .constant(.zero), touched: ByteCount
    ) -> GuestPlan {
        GuestPlan(
            name, maximum: maximum, anonymous: load, cache: cache,
            kernel: .mebibytes(48) + maximum.scaled(by: 1.0 / 64), touched: touched)
    }

    /// One that only stands there: its processes hold so much, with a little noise, for `seconds`.
    static func steady(
        _ name: String, _ maximum: ByteCount, uses amount: ByteCount, cache: ByteCount = .zero, touched: ByteCount,
        for seconds: Double
    ) -> GuestPlan {
        .veteran(
            name, maximum, uses: Load(amount, name).hold(seconds).curve, cache: .constant(cache), touched: touched)
    }

    /// The same guest changed.
    func with(_ change: (inout GuestPlan) -> Void) -> GuestPlan {
        var plan = self
        change(&plan)
        return plan
    }
}

extension Scenario {
    /// The same scenario changed.
    func with(_ change: (inout Scenario) -> Void) -> Scenario {
        var scenario = self
        change(&scenario)
        return scenario
    }
}

/// `prefix`-01, -02 ... for `count` guests, made by `make` from its name and its number from 0.
func fleet(_ count: Int, _ prefix: String, _ make: (String, Int) -> GuestPlan) -> [GuestPlan] {
    (0..<max(count, 0)).map { number in
        let digits = String(number + 1)
        let width = max(2, String(count).count)
        return make(prefix + "-" + String(repeating: "0", count: max(0, width - digits.count)) + digits, number)
    }
}

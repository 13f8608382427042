import BalloonKit

/// Values that are right by themselves and wrong together.
extension Configuration {
    func checkWhole(_ reader: inout ConfigurationReader) {
        checkPool(&reader)
        checkGuests(&reader)
        checkAnnotations(&reader)
        checkTiming(&reader)
        checkPolicy(&reader)
        checkWeb(&reader)
    }

    private func checkPool(_ reader: inout ConfigurationReader) {
        if pool.kind == .cgroup && pool.cgroup == nil {
            reader.report(["pool", "kind"], "is \"cgroup\", so cgroup = \"DIRECTORY\" must say which")
        }
        if pool.kind == .host && pool.cgroup != nil {
            reader.report(["pool", "cgroup"], "is only used with kind = \"cgroup\": add that, or remove this")
        }
        if pool.highWatermark >= pool.limit {
            reader.report(["pool", "high-watermark"], "must be below the limit of \(pool.limit)")
        }
        if pool.lowWatermark >= pool.highWatermark {
            reader.report(["pool", "low-watermark"], "must be below the high watermark of \(pool.highWatermark)")
        }
    }

    private func checkGuests(_ reader: inout ConfigurationReader) {
        if Self.crosses(guests.floor, guests.ceiling) {
            reader.report(["guests", "defaults", "floor"], "is above the ceiling")
        }
        for (name, guest) in guests.named.sorted(by: { $0.key < $1.key })
        where Self.crosses(guest.floor ?? guests.floor, guest.ceiling ?? guests.ceiling) {
            let key = guest.floor == nil ? "ceiling" : "floor"
            let message =
                guest.floor == nil ? "is below the floor of guests.defaults" : "is above the guest's ceiling"
            guard guest.floor != nil || guest.ceiling != nil else { continue }
            reader.report(["guests", name, key], message)
        }
    }

    private func checkAnnotations(_ reader: inout ConfigurationReader) {
        for (name, guest) in guests.named.sorted(by: { $0.key < $1.key }) {
            guard let problem = Annotations.problem(count: guest.annotations.count) else { continue }
            reader.report(["guests", name, "annotations"], problem)
        }
    }

    private func checkTiming(_ reader: inout ConfigurationReader) {
        if timing.sensor > timing.cycle {
            reader.report(["timing", "sensor"], "must not be longer than the cycle of \(timing.cycle.text)")
        }
        if timing.freshness <= timing.statisticsInterval {
            let key = reader.isGiven("timing", "freshness") ? "freshness" : "statistics-interval"
            reader.report(
                ["timing", key],
                "leaves every guest stale: freshness (\(timing.freshness.text)) must be longer than "
                    + "statistics-interval (\(timing.statisticsInterval.text)), best 3 times as long")
        }
    }

    /// Only amounts of the same kind can be compared before the guest's maximum is known.
    private static func crosses(_ floor: SizeExpression, _ ceiling: SizeExpression) -> Bool {
        switch (floor, ceiling) {
        case (.bytes(let low), .bytes(let high)): low > high
        case (.percent(let low), .percent(let high)): low > high
        default: false
        }
    }
}

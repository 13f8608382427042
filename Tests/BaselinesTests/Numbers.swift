import BalloonKit
import Controller

/// Worlds from a seed: the same for the same seed.
struct Numbers {
    private static let extremes: [Int64] = [
        .min, .min + 1, -1, 0, 1, 4096, 1 << 20, 1 << 30, 1 << 53, .max - 1, .max,
    ]

    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func mebibytes(_ range: ClosedRange<UInt64>) -> Int64 {
        Int64(range.lowerBound + next() % (range.upperBound - range.lowerBound + 1))
    }

    private mutating func extreme() -> Int64 { Self.extremes[Int(next() % UInt64(Self.extremes.count))] }

    private mutating func maybe(_ amount: Int64) -> ByteCount? { next() % 4 == 0 ? nil : ByteCount(amount) }

    /// Six guests of 1 to 4 GiB on 10 GiB that are more or less full.
    mutating func plausible(_ second: Int) -> Snapshot {
        let guests = (0..<6).map { index in
            let maximum = mebibytes(1024...4096)
            let actual = mebibytes(256...UInt64(maximum))
            return guest(
                "\(index)", actual: actual, maximum: maximum, floor: 256, free: mebibytes(0...UInt64(actual)),
                updates: UInt64(second))
        }
        var pool = PoolSample(total: .gibibytes(10), available: .mebibytes(mebibytes(100...4000)))
        pool.ksm = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))
        return Snapshot(
            cycle: UInt64(second), time: MonotonicTime(.seconds(second)), pool: pool, guests: guests)
    }

    /// The same with numbers that no world has.
    mutating func absurd(_ second: Int) -> Snapshot {
        var pool = PoolSample(total: ByteCount(extreme()), available: ByteCount(extreme()))
        var ksm = KSMSample(run: Int(extreme()), pagesToScan: Int(extreme()), sleep: .seconds(extreme()))
        ksm.pagesSharing = extreme()
        pool.ksm = ksm
        let guests = (0..<5).map { _ in absurdGuest() }
        let time = second % 7 == 3 ? extreme() : Int64(second) * 61
        return Snapshot(cycle: 1, time: MonotonicTime(.seconds(time)), pool: pool, guests: guests)
    }

    private mutating func absurdGuest() -> Snapshot.Guest {
        let states = GuestState.allCases
        // Names come twice: two guests that say they are one.
        var sample = GuestSample(
            name: "\(next() % 3)", state: next() % 2 == 0 ? .fresh : states[Int(next() % UInt64(states.count))])
        sample.actual = maybe(extreme())
        sample.maximum = maybe(extreme())
        sample.resident = maybe(extreme())
        sample.statisticsUpdates = next()
        var reported = ReportedStatistics()
        reported.free = maybe(extreme())
        reported.available = maybe(extreme())
        reported.total = maybe(extreme())
        reported.diskCaches = maybe(extreme())
        reported.swapIn = maybe(extreme())
        reported.swapOut = maybe(extreme())
        sample.reported = next() % 4 == 0 ? nil : reported
        return Snapshot.Guest(
            sample: sample,
            limits: GuestLimits(
                floor: ByteCount(extreme()), ceiling: maybe(extreme()), shares: Int(extreme())))
    }
}

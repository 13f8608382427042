import BalloonKit

/// Snapshots that nobody designed: plausible ones, torn ones and absurd ones.
struct RandomWorld {
    var random: Generator
    private var cycle: UInt64 = 0
    private var time = MonotonicTime.origin
    private var updates: [UInt64]

    init(seed: UInt64) {
        random = Generator(seed: seed)
        updates = [UInt64](repeating: 1, count: 12)
    }

    mutating func next() -> Snapshot {
        cycle += 1
        time = time + .milliseconds(Int64.random(in: 100...1500, using: &random))
        let count = Int.random(in: 0...12, using: &random)
        let guests = (0..<count).map { guest($0) }
        let total = random.chance(0.03) ? size() : .gibibytes(Int64.random(in: 1...32, using: &random))
        let usage = Double.random(in: 0.5...0.95, using: &random)
        var pool = PoolSample(total: total, available: random.chance(0.03) ? size() : total.scaled(by: 1 - usage))
        pool.swappedOut = random.chance(0.5) ? size() : nil
        if random.chance(0.5) { pool.ksm = ksm() }
        return Snapshot(cycle: cycle, time: time, pool: pool, guests: guests, isPaused: random.chance(0.05))
    }

    private mutating func guest(_ number: Int) -> Snapshot.Guest {
        let state = random.chance(0.8) ? GuestState.fresh : GuestState.allCases.randomElement(using: &random) ?? .gone
        var sample = GuestSample(name: "g\(10 + number)", state: state)
        let maximum = random.chance(0.05) ? size() : .mebibytes(Int64.random(in: 64...8192, using: &random))
        sample.maximum = random.chance(0.97) ? maximum : nil
        let actual = random.chance(0.05) ? size() : maximum.scaled(by: Double.random(in: 0.2...1.1, using: &random))
        sample.actual = random.chance(0.97) ? actual : nil
        sample.target = random.chance(0.5) ? actual.scaled(by: Double.random(in: 0.5...1.2, using: &random)) : nil
        sample.resident = random.chance(0.9) ? actual.scaled(by: Double.random(in: 0...1.2, using: &random)) : size()
        sample.isRunning = random.chance(0.95)
        sample.deflatesOnOOM = random.chance(0.3)
        if random.chance(0.7) { updates[number] += 1 }
        sample.statisticsUpdates = updates[number]
        sample.statisticsAge = .milliseconds(Int64.random(in: 0...4000, using: &random))
        if random.chance(0.95) { sample.reported = statistics(actual) }
        if random.chance(0.8) { sample.traits = MemoryTraits(isLocked: random.chance(0.05)) }
        let floor =
            ByteCount.mebibytes(Int64.random(in: 0...1024, using: &random))
            + ByteCount(Int64.random(in: 0...9999, using: &random))
        let ceiling: ByteCount? =
            random.chance(0.3) ? maximum.scaled(by: Double.random(in: 0...1.2, using: &random)) : nil
        let shares = Int.random(in: -5...60_000, using: &random)
        let pin = random.chance(0.1) ? Pin(target: size(), setBy: "someone") : nil
        return Snapshot.Guest(
            sample: sample, limits: GuestLimits(floor: floor, ceiling: ceiling, shares: shares), pin: pin,
            isPaused: random.chance(0.05))
    }

    private mutating func statistics(_ actual: ByteCount) -> ReportedStatistics {
        var reported = ReportedStatistics()
        reported.available = random.chance(0.9) ? actual.scaled(by: Double.random(in: 0...1.3, using: &random)) : size()
        reported.total = random.chance(0.7) ? actual - .mebibytes(30) : size()
        reported.swapIn = random.chance(0.5) ? size() : nil
        reported.majorFaults = random.chance(0.5) ? random.next() : nil
        reported.oomKills = random.chance(0.1) ? random.next() : nil
        return reported
    }

    private mutating func ksm() -> KSMSample {
        var sample = KSMSample(run: Int.random(in: 0...2, using: &random), pagesToScan: 100, sleep: .milliseconds(20))
        sample.pagesSharing = random.chance(0.9) ? Int64.random(in: 0...1_000_000, using: &random) : .max
        sample.fullScans = Int64.random(in: 0...50, using: &random)
        sample.scannerTime = .milliseconds(Int64.random(in: 0...100_000, using: &random))
        return sample
    }

    /// Any amount at all, the ends of the range among them.
    private mutating func size() -> ByteCount {
        let sizes: [ByteCount] = [.zero, .max, ByteCount(.min), ByteCount(-1), ByteCount(4095), .gibibytes(2)]
        return random.chance(0.5)
            ? sizes.randomElement(using: &random) ?? .zero : ByteCount(Int64(bitPattern: random.next()))
    }
}

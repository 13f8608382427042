import BalloonKit
import Controller
import Journal

/// Records with every member set or absent by chance, plausible and absurd ones, from a seed.
struct RandomRecords {
    private var random: Generator
    private var cycle: UInt64 = 0
    private var last: [Snapshot.Guest] = []

    init(seed: UInt64) { random = Generator(seed: seed) }

    /// A snapshot in which some guests come, go and change, and most stay as they were.
    mutating func snapshot(guests count: Int = 12) -> Snapshot {
        cycle += 1
        let names = (0..<count).map { "g\(10 + $0)" }.filter { _ in random.chance(0.9) }
        last = names.map { name in
            let old = last.first { $0.sample.name == name }
            guard let old, random.chance(0.7) else { return guest(name) }
            var kept = old
            if random.chance(0.5) { kept.sample.resident = size() }
            return kept
        }
        var snapshot = Snapshot(
            cycle: cycle, time: MonotonicTime(time()), pool: pool(), guests: last, isPaused: random.chance(0.1))
        let hold = maybe { $0.random.chance(0.5) ? KSMOrder.Hold.start : .stop }
        snapshot.ksmOrder = KSMOrder(hold: hold, retunes: random.chance(0.5) ? random.next() : 0)
        if random.chance(0.3) { snapshot.heldRoom = size() }
        snapshot.clock = maybe { $0.clock() }
        return snapshot
    }

    private mutating func clock() -> WallClock {
        WallClock(
            year: Int.random(in: 1970...2100, using: &random), month: 2, day: 28, weekday: 7,
            hour: Int.random(in: 0...23, using: &random), minute: 59, second: 60)
    }

    private mutating func counsel(_ snapshot: Snapshot) -> Counsel {
        guard random.chance(0.7) else { return .absent(reason(), by: text()) }
        let proposals = snapshot.guests.prefix(4).map {
            Proposal(guest: $0.sample.name, target: size(), reason: reason())
        }
        return .proposals(Array(proposals), by: text())
    }

    mutating func pool() -> PoolSample {
        var pool = PoolSample(total: size(), available: size())
        pool.swapUsed = maybe { $0.size() }
        pool.swappedOut = maybe { $0.size() }
        pool.pressureSome = maybe { Double.random(in: 0...100, using: &$0.random) }
        pool.pressureFull = maybe { Double.random(in: 0...1e-7, using: &$0.random) }
        pool.oomKills = maybe { $0.random.next() }
        pool.ksm = maybe { $0.ksm() }
        return pool
    }

    mutating func settings() -> ControllerSettings {
        var settings = ControllerSettings()
        settings.limit = Double.random(in: 0...1, using: &random)
        settings.highMargin = Double.random(in: 0...1, using: &random)
        settings.lowMargin = Double.random(in: 0...1, using: &random)
        settings.reactionTime = time()
        settings.reserve = size()
        settings.freshnessBound = time()
        settings.deadBand = size()
        settings.stepLimit = Double.random(in: 0...1, using: &random)
        settings.coolDown = time()
        settings.calmTime = time()
        settings.ksm = KSMSettings(
            mode: random.chance(0.5) ? .auto : .off, cpuLimit: Double.random(in: 0...1, using: &random))
        return settings
    }

    mutating func decision(on snapshot: Snapshot) -> RecordedDecision {
        let forecast = Forecast(used: size(), slope: size(), inFlight: size(), predicted: size())
        var decision = Decision(
            cycle: snapshot.cycle, time: snapshot.time, forecast: forecast,
            watermarks: Watermarks(limit: size(), high: size(), low: size()),
            outlook: Outlook(usage: 1, within: .seconds(1)))
        decision.verdicts = snapshot.guests.map { verdict($0.sample.name, decision.outlook) }
        decision.rung = Rung.allCases.randomElement(using: &random) ?? .normal
        decision.ksm = maybe {
            $0.random.chance(0.3)
                ? .stop
                : $0.random.chance(0.3) ? .halt : .run(pagesToScan: Int($0.random.next() >> 2), sleep: $0.time())
        }
        decision.ksmReason = maybe { $0.reason() }
        decision.alarms = random.chance(0.5) ? [reason(), reason()] : []
        decision.reclaimed = size()
        decision.granted = size()
        decision.unmet = size()
        decision.policyReason = maybe { $0.reason() }
        return RecordedDecision(decision, counsel: maybe { $0.counsel(snapshot) })
    }

    private mutating func verdict(_ guest: String, _ outlook: Outlook) -> Verdict {
        guard random.chance(0.5) else {
            return Verdict(
                guest: guest, reason: Reason(.noNeed), assessment: GuestAssessment(name: guest), outlook: outlook)
        }
        return Verdict(
            guest: guest, action: Action.allCases.randomElement(using: &random) ?? .hold, actual: size(),
            proposed: maybe { $0.size() }, target: maybe { $0.size() }, reason: reason(),
            guardrails: random.chance(0.5) ? [reason(), reason()] : [], assessment: GuestAssessment(name: guest),
            outlook: outlook)
    }

    private mutating func guest(_ name: String) -> Snapshot.Guest {
        var sample = GuestSample(name: name, state: GuestState.allCases.randomElement(using: &random) ?? .gone)
        sample.stateReason = text()
        sample.isRunning = random.chance(0.5)
        sample.actual = maybe { $0.size() }
        sample.maximum = maybe { $0.size() }
        sample.target = maybe { $0.size() }
        sample.reported = maybe { $0.statistics() }
        sample.statisticsUpdates = random.next()
        sample.statisticsAge = maybe { $0.time() }
        sample.statisticsInterval = time()
        sample.resident = maybe { $0.size() }
        sample.merged = maybe { $0.size() }
        sample.traits = maybe {
            MemoryTraits(
                isLocked: $0.random.chance(0.5), isHugetlb: $0.random.chance(0.5), isShared: $0.random.chance(0.5),
                isMergeable: $0.random.chance(0.5), overhead: $0.size())
        }
        sample.deflatesOnOOM = random.chance(0.5)
        sample.pid = maybe { Int32(truncatingIfNeeded: $0.random.next()) }
        let limits = GuestLimits(
            floor: size(), ceiling: maybe { $0.size() }, shares: Int(truncatingIfNeeded: random.next()))
        let pin = maybe {
            Pin(target: $0.size(), reason: $0.maybe { $0.text() }, setBy: $0.text(), remaining: $0.maybe { $0.time() })
        }
        var guest = Snapshot.Guest(sample: sample, limits: limits, pin: pin, isPaused: random.chance(0.5))
        guest.annotations = random.chance(0.3) ? ["tier": text(), "of": text()] : [:]
        return guest
    }

    private mutating func statistics() -> ReportedStatistics {
        var reported = ReportedStatistics()
        reported.available = maybe { $0.size() }
        reported.free = maybe { $0.size() }
        reported.total = maybe { $0.size() }
        reported.diskCaches = maybe { $0.size() }
        reported.swapIn = maybe { $0.size() }
        reported.swapOut = maybe { $0.size() }
        reported.majorFaults = maybe { $0.random.next() }
        reported.minorFaults = maybe { $0.random.next() }
        reported.oomKills = maybe { $0.random.next() }
        reported.allocStalls = maybe { $0.random.next() }
        return reported
    }

    private mutating func ksm() -> KSMSample {
        var sample = KSMSample(run: 1, pagesToScan: Int(random.next() >> 1), sleep: time())
        sample.pagesShared = size().bytes
        sample.pagesSharing = size().bytes
        sample.pagesUnshared = size().bytes
        sample.pagesVolatile = size().bytes
        sample.fullScans = size().bytes
        sample.zeroPages = maybe { $0.size().bytes }
        sample.generalProfit = maybe { $0.size() }
        sample.advisorMode = maybe { $0.text() }
        sample.scannerTime = maybe { $0.time() }
        return sample
    }

    private mutating func reason() -> Reason {
        Reason(.init(rawValue: text()), amount: maybe { $0.size() }, remark: maybe { $0.text() })
    }

    private mutating func maybe<Value>(_ make: (inout RandomRecords) -> Value) -> Value? {
        random.chance(0.7) ? make(&self) : nil
    }

    private mutating func text() -> String {
        ["", "web1", "it's \"quoted\"\\", "zwölf ✓", "a\nb\t\u{1}", "idle-memory"].randomElement(using: &random) ?? ""
    }

    /// Mostly nanoseconds, as clocks give them; seldom finer, or longer than 63 bits of them hold.
    mutating func time() -> Duration {
        if random.chance(0.05) { return .seconds(Int64.max) }
        if random.chance(0.05) { return Duration(secondsComponent: -7, attosecondsComponent: -12_345) }
        return .nanoseconds(Int64(truncatingIfNeeded: random.next() >> 8))
    }

    mutating func size() -> ByteCount {
        let sizes: [ByteCount] = [.zero, .max, ByteCount(.min), ByteCount(-1), ByteCount(4095), .gibibytes(2)]
        return random.chance(0.5)
            ? sizes.randomElement(using: &random) ?? .zero : ByteCount(Int64(bitPattern: random.next()))
    }
}

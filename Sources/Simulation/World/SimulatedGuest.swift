import BalloonKit

/// The memory of one guest, page kinds as amounts: what its processes get, what its balloon takes, what the host sees of it.
///
/// RAM is kernel + anonymous + cache + touched free + untouched free + balloon. All of it but untouched free memory and
/// the balloon is resident in the host. Driven in steps of a tenth of a second.
public struct SimulatedGuest: Sendable {
    public let plan: GuestPlan
    public private(set) var anonymous = ByteCount.zero
    public private(set) var cache = ByteCount.zero
    /// Free, and backed by host memory since it was used once.
    public private(set) var touchedFree = ByteCount.zero
    public private(set) var untouchedFree: ByteCount
    public private(set) var balloon = ByteCount.zero
    /// What the balloon was last told; nil before the first command and in a guest that was started anew.
    public private(set) var target: ByteCount?
    public private(set) var swapped = ByteCount.zero
    /// Since the guest booted.
    public private(set) var swapIn = ByteCount.zero
    public private(set) var swapOut = ByteCount.zero
    public private(set) var majorFaults: UInt64 = 0
    public private(set) var oomKills = 0
    /// What its processes want now, and what of it is kept out of RAM by lack of memory. Not what they have yet to fill.
    public private(set) var wanted = ByteCount.zero
    public private(set) var keptOut = ByteCount.zero
    /// All that its balloon ever moved, either way.
    public private(set) var moved = ByteCount.zero
    /// Inflated pages that the host did not get back.
    private var inflatedResident = ByteCount.zero
    private(set) var bootedAt: Double
    private var nextReboot = 0
    /// It took balloon memory back by itself: a standing target is pursued again only once it is sent again
    /// (measured on QEMU 7.2).
    private var hasReopened = false
    /// A killed process comes back after this, and grows from nothing.
    private var respawnsAt = 0.0
    /// As of the last step.
    private(set) var footprint = Footprint()

    /// What the kernel's allocator keeps whoever asks (`min_free_kbytes` and the balloon's stall: 4 MiB measured).
    private static let lastPages = ByteCount.mebibytes(4)
    /// The driver is back so long after a reset (measured: 2.5 s).
    private static let bootTime = 2.5
    private static let swapRate = ByteCount.mebibytes(75)
    /// Of free pages the balloon takes those that were used last first: 88 of 100 measured.
    private static let touchedFirst = 0.88
    /// Free page reporting returns about this much a second (measured: 829 to 333 MiB in 3 s).
    private static let reportingRate = ByteCount.mebibytes(160)
    /// Processes fill memory no faster (measured: 330 MiB/s under TCG; KVM is faster).
    private static let fillRate = ByteCount.gibibytes(4)
    private static let respawnTime = 5.0

    public init(_ plan: GuestPlan, at time: Double) {
        self.plan = plan
        bootedAt = plan.arrives > 0 ? time : time - 3600
        untouchedFree = (plan.maximum - plan.kernel).clampedToZero
        nextReboot = plan.reboots.firstIndex { $0 >= time } ?? plan.reboots.count
        defer { leaveFootprint() }
        guard plan.arrives <= 0 else { return }
        anonymous = take(plan.anonymous.amount(at: time), from: time)
        cache = take(plan.cache.amount(at: time), from: time)
        let history = min((plan.touched - plan.kernel - anonymous - cache).clampedToZero, untouchedFree)
        untouchedFree -= history
        touchedFree += history
    }

    // MARK: What QEMU and the host see

    public var actual: ByteCount { plan.maximum - balloon }
    public var free: ByteCount { touchedFree + untouchedFree }
    /// Guest RAM in host memory.
    public var residentRAM: ByteCount { plan.kernel + anonymous + cache + touchedFree + inflatedResident }
    public var resident: ByteCount { residentRAM + plan.overhead }
    /// What KSM could merge of it.
    public var duplicateMemory: ByteCount { anonymous.scaled(by: plan.duplicates) }

    /// Works out the footprint anew.
    private mutating func leaveFootprint() {
        footprint = Footprint(
            resident: resident, residentRAM: residentRAM,
            duplicateMemory: plan.duplicates > 0 ? duplicateMemory : .zero)
    }

    public func hasDriver(at time: Double) -> Bool {
        switch plan.driver {
        case .missing: false
        case .late(let delay): time >= max(plan.arrives, 0) + delay && time >= bootedAt + Self.bootTime
        default: time >= bootedAt + Self.bootTime
        }
    }

    public func isPaused(at time: Double) -> Bool { plan.pauses.contains { $0.contains(time) } }
    public func isSilent(at time: Double) -> Bool { plan.silences.contains { $0.contains(time) } }
    /// Its process was killed and is not back yet: until then its statistics honestly tell of free memory.
    public func isDown(at time: Double) -> Bool { time < respawnsAt }

    /// What its driver says of itself now.
    public var statistics: ReportedStatistics {
        var statistics = ReportedStatistics()
        statistics.available = (free + cache - Self.lastPages).clampedToZero
        statistics.free = free
        statistics.diskCaches = cache
        let reserved = plan.kernel.scaled(by: 0.5)
        let total = plan.driver == .windows || plan.deflatesOnOOM ? plan.maximum : actual
        statistics.total = (total - reserved).clampedToZero
        statistics.swapIn = swapIn
        statistics.swapOut = swapOut
        statistics.majorFaults = majorFaults
        statistics.minorFaults = 126
        if case .lying(let available) = plan.driver { statistics.available = ByteCount(clamping: available) }
        return statistics
    }

    // MARK: What happens to it

    /// `balloon`: accepted, whatever it says.
    public mutating func setTarget(_ target: ByteCount) {
        self.target = min(max(target, .page), plan.maximum)
        hasReopened = false
    }

    /// Lives from `time - step` to `time`.
    ///
    /// - Returns: Whether it was reset in this step.
    public mutating func advance(to time: Double, by step: Double) -> Bool {
        defer { leaveFootprint() }
        let hasReset = nextReboot < plan.reboots.count && plan.reboots[nextReboot] <= time
        if hasReset {
            nextReboot += 1
            reset(at: time)
        }
        guard !isPaused(at: time) else { return hasReset }
        moveBalloon(at: time, by: step)
        live(at: time, by: step)
        if plan.reportsFreePages {
            let reported = min(touchedFree, Self.reportingRate.scaled(by: step))
            touchedFree -= reported
            untouchedFree += reported
        }
        return hasReset
    }

    /// Everything it held is free; the balloon opens, and closes again by itself once the driver is back.
    private mutating func reset(at time: Double) {
        bootedAt = time
        touchedFree += anonymous + cache
        anonymous = .zero
        cache = .zero
        swapped = .zero
        swapIn = .zero
        swapOut = .zero
        majorFaults = 0
        untouchedFree += balloon - inflatedResident
        touchedFree += inflatedResident
        inflatedResident = .zero
        balloon = .zero
        hasReopened = false
    }

    private mutating func moveBalloon(at time: Double, by step: Double) {
        guard let target, plan.driver != .stuck, hasDriver(at: time) else { return }
        let goal = plan.maximum - target
        if goal > balloon {
            guard !hasReopened else { return }
            inflate(min(goal - balloon, plan.inflateRate.scaled(by: step)), by: step)
        } else if goal < balloon {
            deflate(min(balloon - goal, plan.deflateRate.scaled(by: step)))
        }
    }

    /// Free pages first, then page cache, then, slowly, what can be swapped out. Never more: the driver stalls.
    private mutating func inflate(_ amount: ByteCount, by step: Double) {
        let fromFree = min(amount, (free - Self.lastPages).clampedToZero)
        let fromTouched = min(
            touchedFree, max(fromFree.scaled(by: Self.touchedFirst), fromFree - untouchedFree))
        let fromUntouched = min(untouchedFree, fromFree - fromTouched)
        touchedFree -= fromTouched
        untouchedFree -= fromUntouched
        let fromCache = min(amount - fromTouched - fromUntouched, cache)
        cache -= fromCache
        let rest = amount - fromTouched - fromUntouched - fromCache
        let fromProcesses = swapOut(min(rest, Self.swapRate.scaled(by: step)))
        let taken = fromTouched + fromUntouched + fromCache + fromProcesses
        balloon += taken
        moved += taken
        if plan.discardIsDisabled { inflatedResident += taken - fromUntouched }
    }

    private mutating func deflate(_ amount: ByteCount) {
        balloon -= amount
        moved += amount
        let backed = min(inflatedResident, amount)
        inflatedResident -= backed
        touchedFree += backed
        untouchedFree += amount - backed
    }

    private mutating func swapOut(_ amount: ByteCount) -> ByteCount {
        let out = min(min(amount, (plan.swap - swapped).clampedToZero), anonymous)
        anonymous -= out
        swapped += out
        swapOut += out
        return out
    }

    /// Its processes take and free what they want, its reads fill the page cache.
    private mutating func live(at time: Double, by step: Double) {
        wanted = plan.anonymous.amount(at: time)
        keptOut = .zero
        // While it boots nothing is kept out by anybody.
        guard time >= bootedAt + Self.bootTime else { return }
        fillCache(time, step)
        guard time >= respawnsAt else {
            keptOut = wanted
            return
        }
        let held = anonymous + swapped
        var missing = ByteCount.zero
        if wanted < held {
            release(held - wanted)
        } else if wanted > anonymous {
            missing = demand(min(wanted - anonymous, Self.fillRate.scaled(by: step)), at: time, by: step)
        }
        keptOut = min(missing + swapped, (wanted - anonymous).clampedToZero)
    }

    private mutating func release(_ amount: ByteCount) {
        let fromSwap = min(amount, swapped)
        swapped -= fromSwap
        let fromMemory = min(amount - fromSwap, anonymous)
        anonymous -= fromMemory
        touchedFree += fromMemory
    }

    /// Returns what of it there was no memory for.
    private mutating func demand(_ amount: ByteCount, at time: Double, by step: Double) -> ByteCount {
        var missing = amount
        // What lies in swap comes back at the speed of swap.
        let back = min(min(swapped, Self.swapRate.scaled(by: step)), missing)
        if back > .zero {
            let got = take(back, from: time)
            anonymous += got
            swapped -= got
            swapIn += got
            majorFaults += UInt64(clamping: got.bytes / ByteCount.page.bytes)
            missing -= got
        }
        missing = (missing - swapped).clampedToZero
        let got = take(missing, from: time)
        anonymous += got
        missing -= got
        guard missing > .zero else { return .zero }
        if plan.swap > swapped {
            // New pages push old ones out.
            let pushed = swapOut(min(missing, Self.swapRate.scaled(by: step)))
            anonymous += pushed
            return missing - pushed
        }
        if plan.deflatesOnOOM, balloon > .zero, hasDriver(at: time) {
            deflate(min(missing, balloon))
            hasReopened = true
            let got = take(missing, from: time)
            anonymous += got
            return missing - got
        }
        oomKills += 1
        respawnsAt = time + Self.respawnTime
        release(anonymous + swapped)
        return wanted
    }

    /// Pages for processes: those freed last first, then fresh ones, then page cache.
    private mutating func take(_ amount: ByteCount, from time: Double) -> ByteCount {
        let fromTouched = min(amount, touchedFree)
        touchedFree -= fromTouched
        let fromUntouched = min(amount - fromTouched, (untouchedFree - Self.lastPages).clampedToZero)
        untouchedFree -= fromUntouched
        let fromCache = min(amount - fromTouched - fromUntouched, cache)
        cache -= fromCache
        return fromTouched + fromUntouched + fromCache
    }

    private mutating func fillCache(_ time: Double, _ step: Double) {
        let goal = plan.cache.amount(at: time)
        if cache > goal {
            touchedFree += cache - goal
            cache = goal
        } else if cache < goal {
            let room = (free - Self.lastPages.times(4)).clampedToZero
            let read = min(min(goal - cache, room), ByteCount.mebibytes(200).scaled(by: step))
            let fromTouched = min(read, touchedFree)
            touchedFree -= fromTouched
            untouchedFree -= read - fromTouched
            cache += read
        }
    }
}

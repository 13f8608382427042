import BalloonKit
import Controller

/// oVirt's Memory Overcommitment Manager with its shipped balloon and KSM rules.
///
/// Samples every 5 s, a round every 10 s, on averages of ten samples. Under 20 % free every guest is shrunk, at or over it
/// every guest is grown, by at most 5 % of its size; there is no dead zone between the two, no weight, and a guest's
/// page cache counts as used. Its `mem_free` (`MemFree + Buffers + Cached`) is taken from the pool's available memory.
///
/// The comparison moves its threshold with the configured limit: 80 % is 20 % free.
///
/// Source: oVirt/mom 0.6.5, `doc/balloon.rules`, `doc/ksm.rules` (rules, written anew).
public struct MOMGovernor: Governor {
    private struct History: Sendable, Hashable {
        var actual = SampleHistory()
        var free = SampleHistory()
    }

    private let settings: ControllerSettings
    private var sampling = RuleClock(period: .seconds(5))
    private var policy = RuleClock(period: .seconds(10))
    private var hostFree = SampleHistory()
    private var guests: [String: History] = [:]

    public init(settings: ControllerSettings) { self.settings = settings.normalized }

    public var name: String { "mom" }
    public var period: Duration? { sampling.period }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { false }

    public mutating func decide(_ snapshot: Snapshot) -> Decision {
        var ruling = Ruling(snapshot, settings: settings)
        let known = snapshot.fieldGuests
        if sampling.strikes(at: snapshot.time) { observe(snapshot.pool, known) }
        guard policy.strikes(at: snapshot.time), let free = hostFree.average, snapshot.pool.total > .zero else {
            return ruling.decision()
        }
        let rule = MOMRule(hostFree: free.fraction(of: snapshot.pool.total), threshold: 1 - settings.limit)
        for guest in known {
            // A guest whose collectors fail is none for the policy.
            guard guest.reported?.free != nil, let history = guests[guest.name],
                let actual = history.actual.average, let guestFree = history.free.average
            else { continue }
            guard let target = rule.target(of: guest, used: actual - guestFree) else { continue }
            ruling.set(guest, to: target, because: rule.isUnderPressure ? .momShrink : .momGrow)
        }
        ruling.ksm = MOMKSMRule(threshold: 1 - settings.limit).directive(for: snapshot, averageFree: free)
        return ruling.decision()
    }

    private mutating func observe(_ pool: PoolSample, _ known: [FieldGuest]) {
        hostFree.add(pool.available)
        var histories: [String: History] = [:]
        for guest in known {
            var history = guests[guest.name] ?? History()
            history.actual.add(guest.actual)
            if let free = guest.reported?.free { history.free.add(free) }
            histories[guest.name] = history
        }
        guests = histories
    }
}

extension Reason.Code {
    static var momShrink: Self { "mom-shrink" }
    static var momGrow: Self { "mom-grow" }
}

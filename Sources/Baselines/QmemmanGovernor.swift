import BalloonKit
import Controller

/// Qubes OS's qmemman, on a pool where memory belongs to guests as it does under Xen.
///
/// Every guest is to have 1.3 times what it uses, and what is left is divided in proportion; when there is not enough for
/// that, guests above give to guests below. It acts on news: here on fresh statistics of any guest. What it may divide is
/// the line less what is not the guests': memory that a guest was given counts as held, touched or not. Memory is taken
/// first: a guest that is to grow gets at once what is free, and the rest in the next round, a second later, where qmemman
/// would look five times in half a second. Whoever was asked and did not move at all is left out until it does.
///
/// Source: QubesOS/qubes-core-admin `qubes/qmemman/algo.py`, `systemstate.py` (rules, written anew).
public struct QmemmanGovernor: Governor {
    private let settings: ControllerSettings
    private var tracks: [String: QmemmanTrack] = [:]

    public init(settings: ControllerSettings) { self.settings = settings.normalized }

    public var name: String { "qmemman" }
    public var period: Duration? { nil }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { false }

    public mutating func decide(_ snapshot: Snapshot) -> Decision {
        var ruling = Ruling(snapshot, settings: settings)
        let known = snapshot.fieldGuests
        guard hasNews(snapshot, known) else { return ruling.decision() }
        let domains = known.compactMap(domain)
        let free = free(in: snapshot, known)
        let round = QmemmanRound(domains, free: free)
        guard round.isSignificant else { return ruling.decision() }
        for (domain, target) in round.requests {
            ruling.set(domain.guest, to: target, because: .qmemmanBalance)
            tracks[domain.guest.name]?.ask(target, of: domain.guest, at: snapshot.time)
        }
        return ruling.decision()
    }

    /// What would be free if every guest had touched all it was given; negative when more was given than there is.
    private func free(in snapshot: Snapshot, _ known: [FieldGuest]) -> ByteCount {
        var others = snapshot.pool.used
        var given = ByteCount.zero
        for guest in known {
            others -= snapshot.guests[guest.index].sample.residentRAM ?? guest.actual
            given += guest.actual
        }
        return settings.watermarks(of: snapshot.pool.total).limit - others.clampedToZero - given
    }

    /// Follows every guest; whether any of them has said anything new.
    private mutating func hasNews(_ snapshot: Snapshot, _ known: [FieldGuest]) -> Bool {
        var isNews = false
        var next: [String: QmemmanTrack] = [:]
        for guest in known {
            let updates = snapshot.guests[guest.index].sample.statisticsUpdates
            var track = tracks[guest.name] ?? QmemmanTrack()
            isNews = track.observe(guest, updates: updates, at: snapshot.time) || isNews
            next[guest.name] = track
        }
        tracks = next
        return isNews
    }

    /// Nil for a guest that said nothing, or does not move.
    private func domain(_ guest: FieldGuest) -> QmemmanDomain? {
        guard let domain = QmemmanDomain(guest) else { return nil }
        return tracks[guest.name]?.isStuck(guest, preferring: domain.preferred) == true ? nil : domain
    }
}

extension Reason.Code {
    static var qmemmanBalance: Self { "qmemman-balance" }
}

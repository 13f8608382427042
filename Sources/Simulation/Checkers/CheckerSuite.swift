import BalloonKit
import Controller

/// Shows every cycle of a run to checkers and keeps what they find.
public final class CheckerSuite: Watcher {
    public private(set) var findings = Findings()
    private var checkers: [any Checker]
    private let settings: ControllerSettings
    private let quiet: QuietTime
    private var restarts: [Double]
    private var governor: (any Governor)?
    private var pasts: [String: GuestPast] = [:]

    /// - Parameters:
    ///   - scenario: For what only it knows: restarts, and from when on nothing happens any more.
    ///   - settings: Those of the governor that is checked.
    ///   - checkers: All by default.
    public init(
        _ scenario: Scenario, settings: ControllerSettings = ControllerSettings(),
        checkers: [any Checker] = CheckerSuite.all
    ) {
        self.settings = settings.normalized
        self.checkers = checkers
        quiet = QuietTime(scenario)
        restarts = scenario.acts.filter { $0.deed == .restartDaemon }.map(\.time).sorted()
    }

    public static var all: [any Checker] {
        underAnyPolicy + [QuietLineChecker(), QuietNeedChecker(), QuietMovesChecker()]
    }

    /// What holds whatever a plugin answers: the line too, since the built-in policy sees to it.
    public static var underAnyPlugin: [any Checker] { underAnyPolicy + [QuietLineChecker()] }

    /// What guardrails hold, whatever a policy proposes.
    public static var underAnyPolicy: [any Checker] {
        [
            BoundsChecker(), EligibilityChecker(), StatisticsChecker(), HeadroomChecker(), WorkingSetChecker(),
            DeadBandChecker(), CoolDownChecker(), FlipChecker(), DeterminismChecker(), PinChecker(), BackOffChecker(),
            ReasonChecker(), KSMChecker(), KSMOrderChecker(), KSMFoundChecker(), UnmergingChecker(),
        ]
    }

    public func deciding(_ governor: any Governor, on snapshot: borrowing Snapshot) { self.governor = governor }

    public func decided(
        _ decision: borrowing Decision, on snapshot: borrowing Snapshot, _ world: borrowing WorldView
    ) {
        let cycle = cycle(copy decision, copy snapshot, copy world)
        findings.begin(cycle.decision.cycle, at: cycle.world.time)
        for index in checkers.indices { checkers[index].check(cycle, &findings) }
        var next: [String: GuestPast] = [:]
        next.reserveCapacity(cycle.guests.count)
        for guest in cycle.guests {
            var past = guest.past
            past.take(guest, at: cycle.now)
            next[guest.name] = past
        }
        // Whoever is gone from the snapshot is forgotten, as the controller forgets.
        pasts = next
    }

    private func cycle(_ decision: Decision, _ snapshot: Snapshot, _ world: WorldView) -> CheckedCycle {
        var hasRestarted = false
        while let first = restarts.first, first <= world.time {
            restarts.removeFirst()
            hasRestarted = true
        }
        if hasRestarted { pasts = [:] }
        defer { governor = nil }
        return CheckedCycle(
            snapshot: snapshot, decision: decision, world: world, guests: guests(decision, snapshot, world),
            governor: governor, settings: settings, hasRestarted: hasRestarted, quietFor: quiet.length(at: world.time))
    }

    /// Guests, verdicts and truths are sorted by name: as a rule they stand at the same place.
    private func guests(_ decision: Decision, _ snapshot: Snapshot, _ world: WorldView) -> [CheckedGuest] {
        var guests: [CheckedGuest] = []
        guests.reserveCapacity(snapshot.guests.count)
        var place = 0
        for (index, known) in snapshot.guests.enumerated() {
            let name = known.sample.name
            let isInPlace = index < decision.verdicts.count && decision.verdicts[index].guest == name
            let verdict = isInPlace ? decision.verdicts[index] : decision.verdicts.first { $0.guest == name }
            while place < world.guests.count, world.guests[place].plan.name < name { place += 1 }
            let exists = place < world.guests.count && world.guests[place].plan.name == name
            guests.append(
                CheckedGuest(
                    known: known, verdict: verdict, truth: exists ? world.guests[place] : nil,
                    past: pasts[name] ?? GuestPast()))
        }
        return guests
    }
}

import BalloonKit
import Controller

/// Perfect foresight with a governor's actuators: it knows every curve, and moves balloons at their real speed.
///
/// It keeps every guest that can be moved at the smallest size at which it never waits for memory (``Envelope``), always:
/// page cache and free memory are squeezed out from the first second on, whether the pool needs them or not. So its usage
/// is the least that is possible without harm, and its time over the line is a lower bound for every rule without
/// harm. Guests that a governor may not move (without driver, silent, stale, paused, pinned, pool paused) it does not move
/// either, and has them large enough beforehand. Where the kernel merges pages, all that could be merged counts as merged
/// after the two full scans that any rule needs: an estimate in favour of the oracle, since it costs no processor time.
public struct Oracle: Sendable {
    private let scenario: Scenario
    private let limit: ByteCount
    private let isInstant: Bool

    static let step = 0.1
    /// The first full scan only notes pages, the second merges: about 20 s at 20 % of a processor for a host of tens of GiB.
    private static let mergeTime = 20.0

    private init(_ scenario: Scenario, _ settings: ControllerSettings, isInstant: Bool) {
        self.scenario = scenario
        self.isInstant = isInstant
        limit = settings.normalized.watermarks(of: scenario.pool.total).limit
    }

    /// Runs the scenario twice: at the balloons' speed, and as if they had none to wait for.
    public static func figures(
        of scenario: Scenario, settings: ControllerSettings = ControllerSettings()
    ) -> OracleFigures {
        var figures = Oracle(scenario, settings, isInstant: false).run()
        let ideal = Oracle(scenario, settings, isInstant: true).run()
        figures.staticSecondsOver = ideal.secondsOver
        figures.harmToHold = ideal.harmToHold
        return figures
    }

    private struct Subject {
        var guest: SimulatedGuest
        let envelope: Envelope
        let operators: OperatorView
    }

    private func run() -> OracleFigures {
        var figures = OracleFigures()
        var host = SimulatedHost(scenario.pool)
        var waiting = scenario.guests.sorted { ($0.arrives, $0.name) < ($1.arrives, $1.name) }[...]
        var subjects: [Subject] = []
        let steps = Int((scenario.duration / Self.step).rounded())
        for index in 0...steps {
            let time = Double(index) * Self.step
            while let plan = waiting.first, plan.arrives <= time {
                waiting.removeFirst()
                subjects.append(subject(plan, at: time, steps))
            }
            retire(&subjects, at: time, &figures)
            var held = ByteCount.zero
            var saved = ByteCount.zero
            for place in subjects.indices {
                live(&subjects[place], index, time)
                held += subjects[place].guest.resident
                saved += merged(subjects[place].guest, of: subjects.count, at: time)
            }
            settle(&host, held, saved, &subjects, at: time, &figures)
            guard index > 0 else { continue }
            count(host, saved, subjects, &figures)
        }
        figures.seconds = scenario.duration
        figures.hostSwapOut = host.swappedOut
        for subject in subjects { figures.guestOOMKills += subject.guest.oomKills }
        return figures
    }

    // MARK: Parts

    private func subject(_ plan: GuestPlan, at time: Double, _ steps: Int) -> Subject {
        var plan = plan
        if isInstant {
            plan.inflateRate = plan.maximum.times(16)
            plan.deflateRate = plan.maximum.times(16)
        }
        let operators = OperatorView(plan, scenario.acts)
        let envelope = Envelope(plan, steps: steps, step: Self.step) { time in
            guard plan.canBeTold(at: time) else { return false }
            guard !operators.isEmpty else { return true }
            let order = operators.order(at: time)
            return !order.isPaused && order.pin == nil
        }
        return Subject(guest: SimulatedGuest(plan, at: time), envelope: envelope, operators: operators)
    }

    private func retire(_ subjects: inout [Subject], at time: Double, _ figures: inout OracleFigures) {
        subjects.removeAll { subject in
            guard let end = subject.guest.plan.departs, end <= time else { return false }
            figures.guestOOMKills += subject.guest.oomKills
            return true
        }
    }

    private func live(_ subject: inout Subject, _ index: Int, _ time: Double) {
        let plan = subject.guest.plan
        if plan.canBeTold(at: time), !plan.discardIsDisabled {
            let order = subject.operators.isEmpty ? nil : subject.operators.order(at: time)
            if let pin = order?.pin {
                subject.guest.setTarget(pin)
            } else if order?.isPaused != true {
                let limits = order?.limits ?? plan.limits
                let ceiling = min(limits.ceiling ?? plan.maximum, plan.maximum)
                let size = subject.envelope.size(at: index)
                subject.guest.setTarget(size.clamped(from: min(limits.floor, ceiling), to: ceiling))
            }
        }
        if index > 0 { _ = subject.guest.advance(to: time, by: Self.step) }
    }

    private func merged(_ guest: SimulatedGuest, of count: Int, at time: Double) -> ByteCount {
        guard scenario.pool.hasKSM, guest.plan.duplicates > 0, count > 1 else { return .zero }
        guard time - max(0, guest.plan.arrives) >= Self.mergeTime || isInstant else { return .zero }
        // One copy stays for all.
        return guest.duplicateMemory.scaled(by: Double(count - 1) / Double(count))
    }

    private func settle(
        _ host: inout SimulatedHost, _ held: ByteCount, _ saved: ByteCount, _ subjects: inout [Subject],
        at time: Double, _ figures: inout OracleFigures
    ) {
        var held = held
        while host.settle(guests: held, saved: saved, at: time) {
            guard let largest = subjects.indices.max(by: { subjects[$0].guest.resident < subjects[$1].guest.resident })
            else { break }
            figures.hostOOMKills += 1
            figures.guestOOMKills += subjects[largest].guest.oomKills
            held -= subjects[largest].guest.resident
            subjects.remove(at: largest)
        }
    }

    private func count(
        _ host: SimulatedHost, _ saved: ByteCount, _ subjects: [Subject], _ figures: inout OracleFigures
    ) {
        let over = (host.used + host.swapUsed - limit).clampedToZero
        if host.used > limit { figures.secondsOver += Self.step }
        figures.harmToHold += Double(over.bytes) / 1_048_576 * Self.step
        figures.peak = max(figures.peak, host.used.fraction(of: scenario.pool.total))
        figures.mostSaved = max(figures.mostSaved, saved)
        var keptOut = 0.0
        for subject in subjects where subject.guest.plan.isHonest {
            keptOut += Double(subject.guest.keptOut.bytes)
        }
        figures.harm += keptOut / 1_048_576 * Self.step
    }
}

extension GuestPlan {
    /// Whether anybody could send it a target now that would be heeded, knowing what the daemon may know.
    func canBeTold(at time: Double) -> Bool {
        if silences.contains(where: { $0.contains(time) }) || pauses.contains(where: { $0.contains(time) }) {
            return false
        }
        switch driver {
        case .missing, .stuck: return false
        case .late(let delay): return time >= max(arrives, 0) + delay
        case .stale(let from, let to): return time < from || time >= to
        case .ordinary, .lying, .windows: return true
        }
    }
}

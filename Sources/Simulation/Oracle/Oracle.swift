import BalloonKit
import Controller

/// Perfect foresight with a governor's actuators: it knows every curve, and moves balloons at their real speed.
///
/// It keeps every guest that can be moved at the smallest size at which it never waits for memory (``Envelope``), always:
/// page cache and free memory are squeezed out from the first second on, whether the pool needs them or not. So its usage
/// is the least that is possible without harm, and its time over the line is a lower bound for every rule without
/// harm. Guests that a governor may not move (without driver, silent, stale, paused, pinned, pool paused) it does not move
/// either, and has them large enough beforehand. Where the kernel merges pages and guests have some alike, it scans from the
/// first second on at its processor cap: an estimate, since a cleverer pace may exist.
public struct Oracle: Sendable {
    private let scenario: Scenario
    private let limit: ByteCount
    private let isInstant: Bool
    private let canMerge: Bool
    private let pace: ScannerPace

    static let step = 0.1
    private init(_ scenario: Scenario, _ settings: ControllerSettings, isInstant: Bool) {
        self.scenario = scenario
        self.isInstant = isInstant
        canMerge = scenario.pool.hasKSM && scenario.guests.contains { $0.duplicates > 0 }
        pace = ScannerPace(cap: settings.normalized.ksm.cpuLimit)
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
        let number: Int
        var guest: SimulatedGuest
        let envelope: Envelope
        let operators: OperatorView
    }

    private func run() -> OracleFigures {
        var figures = OracleFigures()
        var host = SimulatedHost(scenario.pool)
        var waiting = scenario.guests.sorted { ($0.arrives, $0.name) < ($1.arrives, $1.name) }[...]
        var subjects: [Subject] = []
        var (merging, pace) = (Merging(scenario.pool), pace)
        let steps = Int((scenario.duration / Self.step).rounded())
        for index in 0...steps {
            let time = Double(index) * Self.step
            while let plan = waiting.first, plan.arrives <= time {
                waiting.removeFirst()
                subjects.append(subject(plan, scenario.guests.count - waiting.count, at: time, steps))
            }
            retire(&subjects, at: time, &figures)
            var held = ByteCount.zero
            for place in subjects.indices {
                live(&subjects[place], index, time)
                held += subjects[place].guest.resident
            }
            let saved = merge(subjects, &merging, &pace)
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

    private func subject(_ plan: GuestPlan, _ number: Int, at time: Double, _ steps: Int) -> Subject {
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
        return Subject(number: number, guest: SimulatedGuest(plan, at: time), envelope: envelope, operators: operators)
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

    private func merge(_ subjects: [Subject], _ merging: inout Merging, _ pace: inout ScannerPace) -> ByteCount {
        guard canMerge else { return .zero }
        if isInstant {
            let alike = subjects.filter { $0.guest.plan.duplicates > 0 }
            let all = alike.reduce(ByteCount.zero) { $0 + $1.guest.duplicateMemory }
            return alike.isEmpty ? .zero : all.scaled(by: Double(alike.count - 1) / Double(alike.count))
        }
        merging.obey(pace.next(merging.scannerSeconds, step: Self.step))
        let alike = subjects.count { $0.guest.plan.duplicates > 0 }
        merging.advance(by: Self.step, subjects.map { $0.guest.footprint.load($0.number, alike: alike) })
        return merging.saved
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

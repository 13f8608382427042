import BalloonKit
import Controller
import Journal

/// Decides a journal again, record by record, and compares.
///
/// The guests of a journal went on as was decided then: what another rule decides on them is what it would have done at each
/// moment, not what would have come of it.
public struct Replay {
    /// Who decides, for the rule that the journal names and its settings; nil for a rule that is not known.
    public typealias MakeGovernor = (_ recordedRule: String, _ settings: ControllerSettings) -> (any Governor)?

    /// What was learnt about guests is learnt anew within about so many cycles.
    public static let settleCycles = 60
    /// More differences than these are only counted.
    public static let mostListed = 10_000

    public private(set) var report = ReplayReport()

    private let makeGovernor: MakeGovernor
    private let settleCycles: Int
    private var governor: (any Governor)?
    private var settings: ControllerSettings?
    private var header: JournalHeader?
    private var settling = 0
    private var lastCycle: UInt64 = 0

    public init(settleCycles: Int = Self.settleCycles, governor: @escaping MakeGovernor) {
        self.settleCycles = settleCycles
        makeGovernor = governor
    }

    public mutating func take(_ record: JournalRecord) {
        switch record {
        case .header(let header): begin(header)
        case .settings(let settings): adopt(settings)
        case .sense(let pool, let time, let isUrgent): sense(pool, time, isUrgent)
        case .cycle(let snapshot, let recorded): decide(snapshot, recorded)
        case .gap(let gap):
            loseState(gap.records.map { "\($0) records are missing: \(gap.reason)" } ?? gap.reason)
        }
    }

    private mutating func begin(_ new: JournalHeader) {
        defer { header = new }
        if report.versions.last != new.version { report.versions.append(new.version) }
        // The next file of one and the same run: nothing is missing between them.
        if let header, header.run == new.run, header.part + 1 == new.part { return }
        governor = nil
        settings = nil
        if new.isFresh {
            report.starts += 1
            settling = 0
        } else {
            loseState("the journal begins in the middle of a run (part \(new.part))")
        }
    }

    private mutating func loseState(_ reason: String) {
        report.gaps.append(reason)
        settling = settleCycles
        governor = settings.flatMap { makeGovernor(header?.rule ?? "", $0) }
    }

    /// What was learnt outlasts a reload, as it does in the daemon.
    private mutating func adopt(_ new: ControllerSettings) {
        guard new != settings || governor == nil else { return }
        settings = new
        let made = makeGovernor(header?.rule ?? "", new)
        if let old = governor as? ControllingGovernor, let made = made as? ControllingGovernor {
            governor = ControllingGovernor(made.controller, state: old.state, adviser: made.adviser)
        } else {
            governor = made
        }
    }

    private mutating func sense(_ pool: PoolSample, _ time: MonotonicTime, _ recorded: Bool) {
        guard let answer = governor?.sense(pool, at: time) else { return report.skipped += 1 }
        report.samples += 1
        guard answer != recorded else { return }
        report.differingSamples += 1
        if settling > 0 { report.differingSettlingSamples += 1 }
        func text(_ isUrgent: Bool) -> String { isUrgent ? "a cycle at once" : "nothing urgent" }
        list([
            ReplayDifference(
                subject: .urgency, cycle: lastCycle, time: time, recorded: text(recorded), decided: text(answer))
        ])
    }

    private mutating func decide(_ snapshot: Snapshot, _ recorded: RecordedDecision) {
        lastCycle = snapshot.cycle
        guard let decision = governor?.decide(snapshot, counsel: recorded.counsel) else { return report.skipped += 1 }
        report.cycles += 1
        let decided = RecordedDecision(decision, counsel: recorded.counsel)
        report.recordedCommands += recorded.commands
        report.decidedCommands += decided.commands
        let differences = recorded.differences(from: decided, in: snapshot)
        if !differences.isEmpty {
            report.differingCycles += 1
            if settling > 0 { report.differingSettlingCycles += 1 }
            list(differences)
        }
        if settling > 0 {
            report.settlingCycles += 1
            settling -= 1
        }
    }

    private mutating func list(_ differences: [ReplayDifference]) {
        for var difference in differences.prefix(max(0, Self.mostListed - report.differences.count)) {
            difference.isSettling = settling > 0
            report.differences.append(difference)
        }
    }
}

extension RecordedDecision {
    /// How many balloon targets it sends.
    public var commands: Int { verdicts.count { $0.target != nil } }
}

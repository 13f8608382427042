import BalloonKit
import Controller
import Journal

/// Decides as another does and keeps what the daemon would write into a journal.
final class Tape {
    var records: [JournalRecord] = []
}

struct RecordingGovernor: Governor {
    var inner: any Governor
    let tape: Tape

    var name: String { inner.name }
    var period: Duration? { inner.period }

    mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool {
        let isUrgent = inner.sense(pool, at: time)
        tape.records.append(.sense(pool, at: time, isUrgent: isUrgent))
        return isUrgent
    }

    mutating func decide(_ snapshot: Snapshot) -> Decision {
        let decision = inner.decide(snapshot)
        tape.records.append(.cycle(snapshot, RecordedDecision(decision)))
        return decision
    }
}

// SAFETY: the tape is written and read by one test, on one thread.
extension RecordingGovernor: @unchecked Sendable {}

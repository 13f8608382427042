import BalloonKit
import Controller

/// One line of a journal: an input of the controller, what it answered, or what is missing here.
public enum JournalRecord: Sendable, Hashable {
    /// Begins a file, and every stretch that a daemon wrote into it.
    case header(JournalHeader)
    /// What the controller was set to from here on: at the start, at a reload, and again at the head of each file.
    case settings(ControllerSettings)
    /// A sample of the fast sensor; `isUrgent`: a cycle had to run at once.
    case sense(PoolSample, at: MonotonicTime, isUrgent: Bool)
    /// A snapshot, and what was decided on it.
    case cycle(Snapshot, RecordedDecision)
    /// Here records are missing: what the controller knew afterwards cannot be known.
    case gap(JournalGap)
}

/// Records that were not written, or that cannot be read.
public struct JournalGap: Sendable, Hashable {
    /// How many; nil when that cannot be known.
    public var records: UInt64?
    /// Why, in a sentence without a full stop.
    public var reason: String

    public init(records: UInt64?, reason: String) {
        self.records = records
        self.reason = reason
    }
}

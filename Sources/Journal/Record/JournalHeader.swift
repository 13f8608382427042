import BalloonKit

/// Who writes from here on, and what is known of the state it began with.
public struct JournalHeader: Sendable, Hashable {
    /// What this code writes, and the newest that it reads.
    public static let currentFormat: Int64 = 1

    public var format: Int64
    /// The daemon's version.
    public var version: String
    /// Who decides, by ``Governor/name``.
    public var rule: String
    /// Tells one stretch of writing from another: its first moment in wall-clock time, nanoseconds since 1970.
    public var run: Int64
    /// Counts the files of one run, from 1.
    public var part: Int64
    /// The wall clock at `time`, nanoseconds since 1970; nil when it could not be told.
    public var wallTime: Int64?
    public var time: MonotonicTime
    /// The controller had no past at this point: a replay can know its state.
    public var isFresh: Bool

    public init(
        version: String, rule: String, run: Int64, part: Int64 = 1, wallTime: Int64? = nil, time: MonotonicTime,
        isFresh: Bool
    ) {
        format = Self.currentFormat
        self.version = version
        self.rule = rule
        self.run = run
        self.part = part
        self.wallTime = wallTime
        self.time = time
        self.isFresh = isFresh
    }
}

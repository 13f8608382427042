import Journal

/// What a replay found.
public struct ReplayReport: Sendable, Hashable {
    /// Versions of the daemons that wrote the journal, in order.
    public var versions: [String] = []
    /// Cycles decided again.
    public var cycles = 0
    /// Sensor's samples taken in again.
    public var samples = 0
    /// Times at which the controller's state was known to be fresh: starts of the daemon.
    public var starts = 0
    /// Times at which it was not known: records missing, or a file that begins in the middle.
    public var gaps: [String] = []
    /// Cycles within ``Replay/settleCycles`` after such a time.
    public var settlingCycles = 0
    /// Cycles that were decided otherwise, and those of them while settling.
    public var differingCycles = 0
    public var differingSettlingCycles = 0
    /// Sensor's samples that were answered otherwise, and those of them while settling.
    public var differingSamples = 0
    public var differingSettlingSamples = 0
    /// The first of them; the rest is only counted.
    public var differences: [ReplayDifference] = []
    /// Records that came before any settings.
    public var skipped = 0
    /// Commands that were recorded, and those of the replay.
    public var recordedCommands = 0
    public var decidedCommands = 0

    public init() {}

    /// Decided otherwise although everything that went in was known.
    public var hasFailed: Bool {
        differingCycles > differingSettlingCycles || differingSamples > differingSettlingSamples
    }
}

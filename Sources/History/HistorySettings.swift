import BalloonKit

/// How long history is kept, and how large it may become.
public struct HistorySettings: Sendable, Hashable {
    /// Nothing is older; 1 h and longer.
    public var retention: Duration
    /// Of the database with its log; 16 MiB and more. At it, the oldest of what takes most room goes first.
    public var maximumSize: ByteCount
    /// Of one guest; the oldest go first.
    public var movesPerGuest: Int

    public init(
        retention: Duration = .seconds(30 * 86400), maximumSize: ByteCount = .mebibytes(200), movesPerGuest: Int = 1000
    ) {
        self.retention = retention
        self.maximumSize = maximumSize
        self.movesPerGuest = movesPerGuest
    }
}

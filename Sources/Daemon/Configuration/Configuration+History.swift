import BalloonKit
import History

extension Configuration {
    /// `[history]`: what became of the pool, guests and moves, for looking back.
    public struct History: Sendable, Hashable {
        public var enabled = true
        /// Nothing is kept for longer, 1 h ... 10 years.
        public var retention = Duration.seconds(30 * 86400)
        /// Of the database in the state directory, 16 MiB ... 64 GiB; at it the oldest goes first.
        public var maximumSize = ByteCount.mebibytes(200)
    }

    /// Where history goes; nil while none is wanted.
    ///
    /// - Parameter stateDirectory: the one that the daemon was started with: it does not move with a reload.
    func historyPlace(in stateDirectory: String) -> HistoryPlace? {
        guard history.enabled else { return nil }
        return HistoryPlace(
            path: "\(stateDirectory)/\(HistoryKeeper.fileName)",
            settings: HistorySettings(retention: history.retention, maximumSize: history.maximumSize))
    }
}

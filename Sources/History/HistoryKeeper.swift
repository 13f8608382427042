import Synchronization

/// Takes cycles in, follows moves to their ends, and writes history: the one writer of its file.
///
/// Never fails: what cannot be written waits a while, then is dropped and counted. Calls wait for the disk: make them from
/// one worker thread that nobody else waits for.
public final class HistoryKeeper: Sendable {
    public static let fileName = "history.sqlite"

    private let inner: Mutex<HistoryWriter>

    /// Touches no file before there is something to write.
    ///
    /// - Parameter path: of the database; its directory must exist.
    public init(path: String, settings: HistorySettings = HistorySettings()) {
        inner = Mutex(HistoryWriter(path: path, settings: settings))
    }

    /// Takes in what happened, in its order. Steps are written when they are over, moves and their ends at once.
    public func keep(_ entries: [HistoryEntry]) -> HistoryAccount {
        inner.withLock { inner in
            for entry in entries { inner.take(entry) }
            inner.save()
            return inner.takeAccount()
        }
    }

    /// Other bounds from now on; the next upkeep brings the file down to them.
    public func reconfigure(_ settings: HistorySettings) {
        inner.withLock { $0.reconfigure(settings) }
    }

    /// Writes the step that is open, and lets go of the file.
    public func finish() -> HistoryAccount {
        inner.withLock { inner in
            inner.finish()
            return inner.takeAccount()
        }
    }
}

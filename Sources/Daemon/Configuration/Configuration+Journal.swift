import BalloonKit

extension Configuration {
    /// `[journal]`: every input of the controller and what it decided, for `balloonsim replay`.
    public struct Journal: Sendable, Hashable {
        public var enabled = false
        /// Absolute; nil means `journal.jsonl` in the state directory.
        public var path: String?
        /// Of one file, 1 MiB ... 64 GiB; the one before it is kept beside it.
        public var maximumSize = ByteCount.mebibytes(64)
    }

    /// Where the journal goes; nil while none is wanted.
    var journalPlace: JournalPlace? {
        guard journal.enabled else { return nil }
        return JournalPlace(
            path: journal.path ?? "\(daemon.stateDirectory)/journal.jsonl", maximumSize: journal.maximumSize)
    }
}

import Journal
import Synchronization

/// The one writer of a journal's file, for use from the worker thread.
final class SharedJournalFile: Sendable {
    private let file: Mutex<JournalFile>

    init(_ file: consuming sending JournalFile) {
        self.file = Mutex(file)
    }

    func append(_ records: [JournalRecord]) throws(SystemCallError) {
        try file.withLock { file throws(SystemCallError) in try file.append(records) }
    }
}

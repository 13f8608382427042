import BalloonKit

/// Where a journal is written, and how large a file of it may become.
struct JournalPlace: Sendable, Hashable {
    var path: String
    var maximumSize: ByteCount

    /// Where the file goes that is full.
    var olderPath: String { path + ".1" }
}

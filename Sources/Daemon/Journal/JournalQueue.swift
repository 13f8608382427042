import Journal

/// Records on their way to the worker: bounded, so that a slow disk costs records and never memory or time.
///
/// Once it is full everything is dropped until it is taken, so that what is missing is one gap and stands where it is.
struct JournalQueue {
    /// About six seconds of an ordinary rhythm. A record of a thousand guests shares its memory with the cycle it tells of.
    static let capacity = 64

    private(set) var records: [JournalRecord] = []
    /// Dropped since the start.
    private(set) var dropped: UInt64 = 0
    private var missing: UInt64 = 0

    mutating func add(_ record: JournalRecord) {
        guard missing == 0, records.count < Self.capacity else {
            missing += 1
            dropped += 1
            return
        }
        records.append(record)
    }

    /// Everything that waits, in order, with a mark where records are missing.
    mutating func take() -> [JournalRecord] {
        defer {
            records.removeAll(keepingCapacity: true)
            missing = 0
        }
        guard missing > 0 else { return records }
        return records + [.gap(JournalGap(records: missing, reason: "the disk was too slow"))]
    }
}

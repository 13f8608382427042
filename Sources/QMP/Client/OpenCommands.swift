/// The commands that were sent and not answered yet, oldest first.
///
/// A command that timed out stays until its answer comes: QEMU answers in order, so taking it out would give every later
/// answer to the wrong command.
struct OpenCommands: Sendable {
    struct Entry: Sendable {
        let tag: QMPTag
        let request: QMPRequest
        let deadline: Duration
        /// Told as timed out already.
        var isAbandoned = false
    }

    private(set) var entries: [Entry] = []

    var count: Int { entries.count }
    var oldest: Entry? { entries.first }
    var abandonedCount: Int { entries.count { $0.isAbandoned } }

    mutating func append(_ entry: Entry) { entries.append(entry) }

    mutating func takeOldest() -> Entry? { entries.isEmpty ? nil : entries.removeFirst() }

    /// The oldest without an id: what an answer without an id belongs to.
    mutating func takeOldestWithoutId() -> Entry? {
        guard let index = entries.firstIndex(where: { $0.request.id == nil }) else { return nil }
        return entries.remove(at: index)
    }

    mutating func take(id: Int64) -> Entry? {
        guard let index = entries.firstIndex(where: { $0.request.id == id }) else { return nil }
        return entries.remove(at: index)
    }

    /// The earliest deadline of a command not told as timed out yet.
    var nextDeadline: Duration? {
        var earliest: Duration?
        for entry in entries where !entry.isAbandoned && entry.deadline < earliest ?? entry.deadline + .seconds(1) {
            earliest = entry.deadline
        }
        return earliest
    }

    /// Marks what is due and gives it back, oldest first.
    mutating func expire(at now: Duration) -> [Entry] {
        var expired: [Entry] = []
        for index in entries.indices where !entries[index].isAbandoned && entries[index].deadline <= now {
            entries[index].isAbandoned = true
            expired.append(entries[index])
        }
        return expired
    }

    mutating func takeAll() -> [Entry] {
        defer { entries = [] }
        return entries
    }
}

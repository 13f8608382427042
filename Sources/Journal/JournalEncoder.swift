import BalloonKit
import QMP

/// Turns records into lines of JSON, one record a line.
///
/// Of a guest only what has changed since the last cycle is written; every 60 cycles, and after a header or a gap, all of
/// it, so that what is lost in the middle costs a reader a minute and not the rest.
public struct JournalEncoder: Sendable {
    /// Cycles from one whole snapshot to the next.
    static let wholeEvery = 60

    private var guests: [String: JSONObject] = [:]
    private var lastCycle: UInt64?
    private var untilWhole = 0

    public init() {}

    /// Appends the record with its line end.
    public mutating func encode(_ record: JournalRecord, into bytes: inout [UInt8]) {
        var writer = RecordWriter(capacity: 16)
        switch record {
        case .header(let header):
            writer.put("kind", "header")
            header.write(to: &writer)
            forget()
        case .settings(let settings):
            writer.put("kind", "settings")
            settings.write(to: &writer)
        case .sense(let pool, let time, let isUrgent):
            writer.put("kind", "sense")
            writer.put("time_ns", time.sinceOrigin)
            pool.write(to: &writer)
            writer.put("is_urgent", isUrgent)
        case .cycle(let snapshot, let decision):
            writer.put("kind", "cycle")
            write(snapshot, to: &writer)
            writer.put("decision", .object(decision.record))
        case .gap(let gap):
            writer.put("kind", "gap")
            writer.put("records", gap.records)
            writer.put("reason", gap.reason)
            forget()
        }
        JSONValue.object(writer.object).encode(into: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The next snapshot is written whole: what was encoded last may not have reached the file.
    public mutating func forget() {
        lastCycle = nil
        guests = [:]
    }

    private mutating func write(_ snapshot: Snapshot, to writer: inout RecordWriter) {
        if untilWhole == 0 || lastCycle == nil {
            forget()
            untilWhole = Self.wholeEvery
        }
        untilWhole -= 1
        writer.put("cycle", snapshot.cycle)
        writer.put("time_ns", snapshot.time.sinceOrigin)
        writer.put("changes_since", lastCycle)
        writer.put("is_paused", snapshot.isPaused)
        writer.put("ksm_hold", snapshot.ksmOrder.hold?.rawValue)
        if snapshot.ksmOrder.retunes > 0 { writer.put("ksm_retunes", snapshot.ksmOrder.retunes) }
        if snapshot.heldRoom != .zero { writer.put("held_room_bytes", snapshot.heldRoom) }
        writer.put("clock", snapshot.clock?.record)
        var pool = RecordWriter()
        snapshot.pool.write(to: &pool)
        writer.put("pool", .object(pool.object))
        writer.put("guests", .array(changes(of: snapshot.guests)))
        lastCycle = snapshot.cycle
    }

    private mutating func changes(of list: [Snapshot.Guest]) -> [JSONValue] {
        var records: [String: JSONObject] = Dictionary(minimumCapacity: list.count)
        let changes = list.map { guest in
            let record = guest.record
            let old = records[guest.sample.name] ?? guests[guest.sample.name]
            records[guest.sample.name] = record
            guard let old else { return JSONValue.object(record) }
            let changed = record.changes(since: old)
            return .object(JSONObject(distinct: [("name", JSONValue(text: guest.sample.name))] + changed.members))
        }
        guests = records
        return changes
    }
}

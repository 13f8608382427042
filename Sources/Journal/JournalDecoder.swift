import BalloonKit
import Controller
import QMP

/// Turns lines back into records. Pure: lines in, records out.
public struct JournalDecoder: Sendable {
    /// Members and kinds of records that this version does not know; they are left out.
    public private(set) var unknown = 0

    private var guests: [String: JSONObject] = [:]
    private var lastCycle: UInt64?

    public init() {}

    /// - Parameter line: without its end.
    /// - Returns: nil for a kind of record that this version does not know.
    /// - Throws: ``JournalError``; after one of `.malformed` or `.missingBase` the next lines can be tried.
    public mutating func decode(_ line: UnsafeRawBufferPointer) throws(JournalError) -> JournalRecord? {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: line, limits: Self.limits)
        } catch {
            throw JournalError(.malformed, "is not JSON: \(error.description)")
        }
        var fields = try RecordFields(value, "the record")
        let kind = try fields.needText("kind")
        let record = try decode(kind, &fields)
        unknown += record == nil ? 1 : fields.unknown
        return record
    }

    /// What follows cannot be told from what was decoded last.
    public mutating func forget() {
        guests = [:]
        lastCycle = nil
    }

    /// A whole snapshot of ten thousand guests stays under it.
    private static let limits = JSONLimits(maximumBytes: JournalDecoder.longestLine, maximumDepth: 16)
    static let longestLine = 16 << 20

    private mutating func decode(_ kind: String, _ fields: inout RecordFields) throws(JournalError) -> JournalRecord? {
        switch kind {
        case "header":
            forget()
            return .header(try JournalHeader(&fields))
        case "settings": return .settings(try ControllerSettings(&fields))
        case "sense":
            let time = MonotonicTime(try fields.needTime("time_ns"))
            let isUrgent = try fields.flag("is_urgent")
            return .sense(try PoolSample(&fields), at: time, isUrgent: isUrgent)
        case "cycle": return try cycle(&fields)
        case "gap":
            forget()
            return .gap(JournalGap(records: try fields.count("records"), reason: try fields.needText("reason")))
        default: return nil
        }
    }

    private mutating func cycle(_ fields: inout RecordFields) throws(JournalError) -> JournalRecord {
        let number = try fields.need("cycle") { $0.count }
        let base = try fields.count("changes_since")
        if let base, base != lastCycle {
            forget()
            throw JournalError(.missingBase, "tells the changes since cycle \(base), which is missing")
        }
        if base == nil { forget() }
        let time = MonotonicTime(try fields.needTime("time_ns"))
        let isPaused = try fields.flag("is_paused")
        let hold = try fields.read("ksm_hold") { $0.string.flatMap(KSMOrder.Hold.init(rawValue:)) }
        let order = KSMOrder(hold: hold, retunes: try fields.count("ksm_retunes") ?? 0)
        let heldRoom = try fields.bytes("held_room_bytes")
        let clock = try fields.read("clock") { WallClock($0) }
        let pool = try fields.inside("pool") { fields throws(JournalError) in try PoolSample(&fields) }
        let decision = try fields.inside("decision") { fields throws(JournalError) in try RecordedDecision(&fields) }
        guard let pool, let decision else { throw JournalError(.malformed, "a cycle needs a pool and a decision") }
        let guests = try guestList(&fields)
        lastCycle = number
        var snapshot = Snapshot(cycle: number, time: time, pool: pool, guests: guests, isPaused: isPaused)
        snapshot.ksmOrder = order
        snapshot.heldRoom = heldRoom ?? .zero
        snapshot.clock = clock
        return .cycle(snapshot, decision)
    }

    private mutating func guestList(_ fields: inout RecordFields) throws(JournalError) -> [Snapshot.Guest] {
        let changes = try fields.need("guests") { $0.array }
        var records: [String: JSONObject] = Dictionary(minimumCapacity: changes.count)
        var list: [Snapshot.Guest] = []
        list.reserveCapacity(changes.count)
        for change in changes {
            guard let object = change.object, let name = object["name"]?.string else {
                throw JournalError(.malformed, "a guest has no name")
            }
            let record = (records[name] ?? guests[name]).map { $0.applying(object) } ?? object
            records[name] = record
            var guest = RecordFields(record, "guest \(name)")
            list.append(try Snapshot.Guest(&guest))
            fields.add(unknown: guest.unknown)
        }
        guests = records
        return list
    }
}

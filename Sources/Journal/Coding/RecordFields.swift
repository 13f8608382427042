import BalloonKit
import QMP

/// Looks members of one object up, and keeps book of what nobody asked for.
///
/// A member of another kind than expected is an error; one that is not known is left out and counted, so that a journal of
/// a later daemon with the same format can be read.
struct RecordFields {
    private let object: JSONObject
    private let place: String
    private var found = 0
    private(set) var unknownInside = 0

    /// - Parameter place: as messages name it.
    init(_ object: JSONObject, _ place: String) {
        self.object = object
        self.place = place
    }

    init(_ value: JSONValue?, _ place: String) throws(JournalError) {
        guard let object = value?.object else { throw JournalError(.malformed, "\(place) is no object") }
        self.init(object, place)
    }

    /// Members that nobody asked for, here and in what was reported with ``add(unknown:)``.
    var unknown: Int { object.count - found + unknownInside }

    mutating func add(unknown: Int) { unknownInside += unknown }

    mutating func value(_ key: String) -> JSONValue? {
        guard let value = object[key] else { return nil }
        found += 1
        return value
    }

    mutating func read<Value>(_ key: String, _ convert: (JSONValue) -> Value?) throws(JournalError) -> Value? {
        guard let value = value(key) else { return nil }
        guard let converted = convert(value) else {
            throw JournalError(.malformed, "\(place): \(key) is not what it should be")
        }
        return converted
    }

    /// What must be there.
    mutating func need<Value>(_ key: String, _ convert: (JSONValue) -> Value?) throws(JournalError) -> Value {
        guard let value = try read(key, convert) else { throw JournalError(.malformed, "\(place): \(key) is missing") }
        return value
    }

    mutating func bytes(_ key: String) throws(JournalError) -> ByteCount? {
        try read(key) { $0.int64.map { ByteCount($0) } }
    }
    mutating func time(_ key: String) throws(JournalError) -> Duration? { try read(key) { $0.time } }
    mutating func count(_ key: String) throws(JournalError) -> UInt64? { try read(key) { $0.count } }
    mutating func number(_ key: String) throws(JournalError) -> Double? { try read(key) { $0.double } }
    mutating func text(_ key: String) throws(JournalError) -> String? { try read(key) { $0.string } }
    /// False when absent: only what is true is written.
    mutating func flag(_ key: String) throws(JournalError) -> Bool { try read(key) { $0.bool } ?? false }
    mutating func integer(_ key: String) throws(JournalError) -> Int64? { try read(key) { $0.int64 } }

    mutating func needBytes(_ key: String) throws(JournalError) -> ByteCount {
        try need(key) { $0.int64.map { ByteCount($0) } }
    }
    mutating func needTime(_ key: String) throws(JournalError) -> Duration { try need(key) { $0.time } }
    mutating func needText(_ key: String) throws(JournalError) -> String { try need(key) { $0.string } }
    mutating func needInteger(_ key: String) throws(JournalError) -> Int64 { try need(key) { $0.int64 } }

    mutating func needWord<Word: RawRepresentable>(_ key: String) throws(JournalError) -> Word
    where Word.RawValue == String {
        try need(key) { $0.string.flatMap(Word.init(rawValue:)) }
    }

    /// An object inside this one; nil when absent. Its unknown members count as this one's.
    mutating func inside<Value>(
        _ key: String, _ read: (inout RecordFields) throws(JournalError) -> Value
    ) throws(JournalError) -> Value? {
        guard let value = value(key) else { return nil }
        var fields = try RecordFields(value, "\(place).\(key)")
        let result = try read(&fields)
        unknownInside += fields.unknown
        return result
    }

    /// The objects of a list; none when absent.
    mutating func list<Value>(
        _ key: String, _ read: (inout RecordFields) throws(JournalError) -> Value
    ) throws(JournalError) -> [Value] {
        guard let elements = try self.read(key, { $0.array }) else { return [] }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            var fields = try RecordFields(element, "\(place).\(key)[\(index)]")
            values.append(try read(&fields))
            unknownInside += fields.unknown
        }
        return values
    }
}

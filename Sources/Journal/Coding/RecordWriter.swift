import BalloonKit
import QMP

/// Builds one object of a record. What is absent is left out, never written as 0 or null.
struct RecordWriter {
    private var members: [JSONObject.Member] = []

    init(capacity: Int = 8) { members.reserveCapacity(capacity) }

    var object: JSONObject { JSONObject(distinct: members) }

    mutating func put(_ key: String, _ value: JSONValue?) {
        if let value { members.append((key, value)) }
    }

    mutating func put(_ key: String, _ text: String?) {
        if let text { members.append((key, JSONValue(text: text))) }
    }

    /// Only what is true: most flags hardly ever are.
    mutating func put(_ key: String, _ flag: Bool) { if flag { members.append((key, .bool(true))) } }
    mutating func put(_ key: String, _ amount: ByteCount?) { put(key, amount.map { .integer($0.bytes) }) }
    mutating func put(_ key: String, _ time: Duration?) { put(key, time.map(JSONValue.init(time:))) }
    mutating func put(_ key: String, _ count: UInt64?) { put(key, count.map(JSONValue.init(count:))) }
    mutating func put(_ key: String, _ number: Double?) { put(key, number.flatMap { $0.isFinite ? .real($0) : nil }) }
}

extension JSONValue {
    /// Nanoseconds, exact: a time with a smaller part, or of over 292 years, is written as its seconds and attoseconds.
    init(time: Duration) {
        let (seconds, attoseconds) = time.components
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooLongAgain) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        if isTooLong || isTooLongAgain || attoseconds % 1_000_000_000 != 0 {
            self = .array([.integer(seconds), .integer(attoseconds)])
        } else {
            self = .integer(sum)
        }
    }

    /// A count past what JSON's integers hold is written as text.
    init(count: UInt64) {
        self = Int64(exactly: count).map(JSONValue.integer) ?? .string(String(count))
    }

    /// The parser refuses a text with U+0000 whole.
    init(text: String) {
        self = .string(text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text)
    }

    var time: Duration? {
        if let nanoseconds = int64 { return .nanoseconds(nanoseconds) }
        guard let parts = array, parts.count == 2, let seconds = parts[0].int64, let attoseconds = parts[1].int64 else {
            return nil
        }
        return Duration(secondsComponent: seconds, attosecondsComponent: attoseconds)
    }

    var count: UInt64? { string.flatMap { UInt64($0) } ?? size }
}

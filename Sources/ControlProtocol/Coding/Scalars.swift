import BalloonKit
import QMP

extension String: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let value = json.string else { throw FieldError(path: path, expected: "a string") }
        self = value
    }
    public var json: JSONValue { .string(self) }
}

extension Bool: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let value = json.bool else { throw FieldError(path: path, expected: "true or false") }
        self = value
    }
    public var json: JSONValue { .bool(self) }
}

extension Int: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let value = json.int64, let exact = Int(exactly: value) else {
            throw FieldError(path: path, expected: "an integer")
        }
        self = exact
    }
    public var json: JSONValue { .integer(Int64(self)) }
}

extension Int32: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let value = json.int64, let exact = Int32(exactly: value) else {
            throw FieldError(path: path, expected: "an integer of 32 bits")
        }
        self = exact
    }
    public var json: JSONValue { .integer(Int64(self)) }
}

extension UInt64: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let value = json.size else { throw FieldError(path: path, expected: "an integer of 0 or more") }
        self = value
    }
    public var json: JSONValue { JSONValue(self) }
}

extension Double: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let value = json.double else { throw FieldError(path: path, expected: "a number") }
        self = value
    }
    public var json: JSONValue { .real(self) }
}

/// As an integer, under keys that end in `_bytes`.
extension ByteCount: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let bytes = json.int64 else { throw FieldError(path: path, expected: "an integer of bytes") }
        self.init(bytes)
    }
    public var json: JSONValue { .integer(bytes) }
}

/// As a real number of seconds, exact to the nanosecond, under keys that end in `_seconds`.
extension Duration: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let seconds = json.double, let nanoseconds = Int64(exactly: (seconds * 1e9).rounded()) else {
            throw FieldError(path: path, expected: "a number of seconds")
        }
        self = .nanoseconds(nanoseconds)
    }

    public var json: JSONValue {
        let (seconds, attoseconds) = components
        // One division of a whole number gives the nearest double, which prints without noise: 0.012, not 0.0120000001.
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return .real(Double(seconds)) }
        let (nanoseconds, past) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return .real(past ? Double(seconds) : Double(nanoseconds) / 1e9)
    }
}

extension Array: ControlValue where Element: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let elements = json.array else { throw FieldError(path: path, expected: "a list") }
        self = []
        reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            append(try Element(json: element, path: "\(path)[\(index)]"))
        }
    }
    public var json: JSONValue { .array(map(\.json)) }
}

/// As an object; members are sorted by key, so that equal values give equal text.
extension Dictionary: ControlValue where Key == String, Value: ControlValue {
    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let object = json.object else { throw FieldError(path: path, expected: "an object") }
        self = [:]
        for (key, value) in object.members { self[key] = try Value(json: value, path: "\(path).\(key)") }
    }
    public var json: JSONValue {
        var object = JSONObject()
        for (key, value) in sorted(by: { $0.key < $1.key }) { object[key] = value.json }
        return .object(object)
    }
}

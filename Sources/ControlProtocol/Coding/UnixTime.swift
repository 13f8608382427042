import QMP

/// A moment of the wall clock, exact to the millisecond.
///
/// In JSON it is a real number of seconds since 1970-01-01 00:00 UTC, under keys that end in `_unix_seconds`.
public struct UnixTime: ControlValue, Comparable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(json: JSONValue, path: String) throws(FieldError) {
        guard let seconds = json.double, let milliseconds = Int64(exactly: (seconds * 1000).rounded()) else {
            throw FieldError(path: path, expected: "a number of seconds since 1970")
        }
        self.milliseconds = milliseconds
    }

    public var json: JSONValue { .real(seconds) }

    /// Seconds since 1970-01-01 00:00 UTC.
    public var seconds: Double { Double(milliseconds) / 1000 }

    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.milliseconds < right.milliseconds }
}

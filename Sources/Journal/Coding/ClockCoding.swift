import BalloonKit
import QMP

extension WallClock {
    /// As a row: year, month, day, weekday, hour, minute, second.
    var record: JSONValue {
        .array([year, month, day, weekday, hour, minute, second].map { .integer(Int64($0)) })
    }

    /// Nil for anything but such a row.
    init?(_ record: JSONValue) {
        let parts = (record.array ?? []).compactMap { $0.int64.flatMap { Int(exactly: $0) } }
        guard parts.count == 7 else { return nil }
        self.init(
            year: parts[0], month: parts[1], day: parts[2], weekday: parts[3], hour: parts[4], minute: parts[5],
            second: parts[6])
    }
}

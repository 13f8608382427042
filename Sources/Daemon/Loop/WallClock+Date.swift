import BalloonKit
import Foundation
import Glibc

extension WallClock {
    /// Local time, by the host's time zone; nil for a moment that the C library cannot place.
    ///
    /// Source: `localtime_r(3)`.
    init?(_ date: Date) {
        guard var seconds = time_t(exactly: date.timeIntervalSince1970.rounded(.down)) else { return nil }
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return nil }
        self.init(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            weekday: parts.tm_wday == 0 ? 7 : Int(parts.tm_wday), hour: Int(parts.tm_hour),
            minute: Int(parts.tm_min), second: Int(parts.tm_sec))
    }
}

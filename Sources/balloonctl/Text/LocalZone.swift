import ControlProtocol
import Glibc

/// A date and a time of day as a clock on the wall shows them.
struct CivilTime: Hashable {
    var year: Int
    /// 1 ... 12.
    var month: Int
    /// 1 ... 31.
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    var midnight: CivilTime { CivilTime(year: year, month: month, day: day) }
}

/// The time zone of this machine, or of `TZ`.
enum LocalZone {
    /// Years that times may lie in: what is outside was mistyped.
    static let years = 1970...9999

    static func civil(_ time: UnixTime) -> CivilTime {
        var seconds = time_t(clamping: floorDivided(time.milliseconds, by: 1000))
        var parts = tm()
        localtime_r(&seconds, &parts)
        return CivilTime(parts)
    }

    /// When clocks show this: twice where they are put back, never where they are put forward over it.
    static func moments(_ civil: CivilTime) -> [UnixTime] {
        var found: Set<UnixTime> = []
        for daylightSaving: Int32 in [-1, 0, 1] {
            var parts = tm()
            parts.tm_year = Int32(clamping: civil.year - 1900)
            parts.tm_mon = Int32(clamping: civil.month - 1)
            parts.tm_mday = Int32(clamping: civil.day)
            parts.tm_hour = Int32(clamping: civil.hour)
            parts.tm_min = Int32(clamping: civil.minute)
            parts.tm_sec = Int32(clamping: civil.second)
            parts.tm_isdst = daylightSaving
            let time = UnixTime(milliseconds: Int64(mktime(&parts)).multipliedReportingOverflow(by: 1000).partialValue)
            // mktime(3) moves what does not exist to what does; then the clock shows something else.
            if self.civil(time) == civil { found.insert(time) }
        }
        return found.sorted()
    }

    /// `UTC+01:00`, as it was at a moment.
    static func offset(at time: UnixTime) -> String {
        var seconds = time_t(clamping: floorDivided(time.milliseconds, by: 1000))
        var parts = tm()
        localtime_r(&seconds, &parts)
        let minutes = parts.tm_gmtoff / 60
        guard minutes != 0 else { return "UTC" }
        let (hours, rest) = abs(minutes).quotientAndRemainder(dividingBy: 60)
        return "UTC\(minutes < 0 ? "-" : "+")" + twoDigits(hours) + ":" + twoDigits(rest)
    }

    static func twoDigits(_ number: Int) -> String { Text.padded("\(number)", to: 2, with: "0") }

    /// Rounded down, for times before 1970 too.
    private static func floorDivided(_ value: Int64, by divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension CivilTime {
    fileprivate init(_ parts: tm) {
        self.init(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec))
    }
}

extension UnixTime {
    static func now() -> UnixTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Saturates.
    func advanced(by span: Duration) -> UnixTime {
        let (seconds, attoseconds) = span.components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, past) = milliseconds.addingReportingOverflow(scaled + attoseconds / 1_000_000_000_000_000)
        return UnixTime(milliseconds: overflow || past ? (seconds < 0 ? .min / 2 : .max / 2) : sum)
    }

    /// From an earlier moment to this one; negative for a later one.
    func since(_ earlier: UnixTime) -> Duration {
        .milliseconds(milliseconds.subtractingReportingOverflow(earlier.milliseconds).partialValue)
    }
}

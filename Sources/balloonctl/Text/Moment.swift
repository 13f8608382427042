import BalloonKit
import ControlProtocol

/// A time of the past as people type it: `14:03`, `14:03:11`, `2026-11-23`, `2026-11-23 14:03`, RFC 3339, or an age: `10m`, `24h`, `7d`.
///
/// Without an offset it is local time. What the clock showed twice, in the night when it is put back, is the first of the two.
/// Source: RFC 3339, section 5.6.
struct Moment {
    private let text: String
    private let now: UnixTime

    /// - Parameters:
    ///   - text: as typed.
    ///   - now: the time that ages count from and that nothing may be after.
    /// - Throws: ``TextError`` for what is no time, a time that never was, and one in the future.
    static func time(_ text: String, now: UnixTime) throws(TextError) -> UnixTime {
        let time = try Moment(text: text, now: now).resolved()
        guard time <= now else {
            throw TextError("'\(text)' is in the future: it is \(ClockText(now: now).exact(now)) now" + hint(text, now))
        }
        return time
    }

    /// A time of day that has not come yet today was meant for yesterday.
    private static func hint(_ text: String, _ now: UnixTime) -> String {
        guard clock(text[...]) != nil else { return "" }
        let yesterday = LocalZone.civil(now.advanced(by: .seconds(-86400)))
        return "; for yesterday write '\(ClockText.date(yesterday)) \(text)'"
    }

    private func resolved() throws(TextError) -> UnixTime {
        let trimmed = text.split(separator: " ").joined(separator: " ")
        if trimmed == "now" { return now }
        if let day = Self.clock(trimmed[...]) {
            var civil = LocalZone.civil(now).midnight
            (civil.hour, civil.minute, civil.second) = (day.hour, day.minute, day.second)
            return try local(civil)
        }
        if let dated = try dated(trimmed) { return dated }
        if let age = try? Duration(text: trimmed) { return now.advanced(by: .zero - age) }
        throw TextError(
            "'\(text)' is no time: write 14:03, 14:03:11, \"2026-11-23 14:03\", 2026-11-23T14:03:11+01:00, or an age as 10m, 24h, 7d"
        )
    }

    private func local(_ civil: CivilTime) throws(TextError) -> UnixTime {
        guard let first = LocalZone.moments(civil).first else {
            throw TextError("'\(text)' never was: clocks went past it on \(ClockText.date(civil))")
        }
        return first
    }

    // MARK: Dates

    /// Nil for what does not begin with a date.
    private func dated(_ text: String) throws(TextError) -> UnixTime? {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = Self.number(parts[0]),
            let month = Self.number(parts[1]),
            let day = Self.number(parts[2].prefix(2))
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        guard LocalZone.years.contains(year), (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year)
        else { throw TextError("'\(self.text)' is no day of the calendar") }
        let rest = parts[2].dropFirst(2)
        if rest.isEmpty { return try local(civil) }
        guard let separator = rest.first, "Tt ".contains(separator) else { return nil }
        let (time, offset) = Self.split(rest.dropFirst())
        guard let clock = Self.clock(time) else { return nil }
        (civil.hour, civil.minute, civil.second) = (clock.hour, clock.minute, clock.second)
        guard let offset else { return try local(civil) }
        guard let seconds = Self.offset(offset) else { return nil }
        return UnixTime(milliseconds: (Self.sinceEpoch(civil) - seconds) * 1000)
    }

    /// The time of day and what follows it: `Z`, `+01:00`, or nothing.
    private static func split(_ text: Substring) -> (time: Substring, offset: Substring?) {
        guard let sign = text.firstIndex(where: { "Zz+-".contains($0) }) else { return (text, nil) }
        return (text[..<sign], text[sign...])
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: Substring) -> Int64? {
        if text == "Z" || text == "z" { return 0 }
        guard let clock = clock(text.dropFirst()), clock.second == 0 else { return nil }
        let seconds = Int64(clock.hour * 3600 + clock.minute * 60)
        return text.first == "-" ? -seconds : seconds
    }

    /// `14:03`, `14:03:11` or `14:03:11.5`, the fraction dropped.
    private static func clock(_ text: Substring) -> (hour: Int, minute: Int, second: Int)? {
        let whole = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if whole.count == 2, number(whole[1]) == nil { return nil }
        let parts = (whole.first ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0]), let minute = number(parts[1]), hour < 24,
            minute < 60
        else { return nil }
        guard parts.count == 3 else { return whole.count == 2 ? nil : (hour, minute, 0) }
        guard let second = number(parts[2]), second < 60 else { return nil }
        return (hour, minute, second)
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...9).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text)
    }

    // MARK: The calendar

    private static func days(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Seconds since 1970 of a time in UTC.
    private static func sinceEpoch(_ civil: CivilTime) -> Int64 {
        var days = Int64(civil.day - 1)
        for year in 1970..<max(1970, civil.year) { days += Self.days(of: 2, in: year) == 29 ? 366 : 365 }
        for month in 1..<max(1, civil.month) { days += Int64(Self.days(of: month, in: civil.year)) }
        return days * 86400 + Int64(civil.hour * 3600 + civil.minute * 60 + civil.second)
    }
}

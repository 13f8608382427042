/// The time of day where the host stands, for policies that know about hours and days.
public struct WallClock: Sendable, Hashable {
    /// 1 is Monday, 7 is Sunday, as in ISO 8601.
    public var weekday: Int
    public var year: Int
    /// 1 ... 12.
    public var month: Int
    /// 1 ... 31.
    public var day: Int
    /// 0 ... 23.
    public var hour: Int
    /// 0 ... 59.
    public var minute: Int
    /// 0 ... 60.
    public var second: Int

    public init(year: Int, month: Int, day: Int, weekday: Int, hour: Int, minute: Int, second: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.weekday = weekday
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Hours since midnight with their fraction, 0 ..< 24.
    public var hourOfDay: Double { Double(hour) + Double(minute) / 60 + Double(Swift.min(second, 59)) / 3600 }

    public var isWeekend: Bool { weekday >= 6 }
}

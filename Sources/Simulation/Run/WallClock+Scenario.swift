import BalloonKit

extension WallClock {
    /// The time of day in a simulated world: every scenario begins on Monday, 5 January 2026.
    ///
    /// - Parameters:
    ///   - seconds: since the scenario began.
    ///   - hour: at which it began, 0 ..< 24.
    init(scenario seconds: Double, from hour: Double) {
        let total = Int((seconds + hour * 3600).rounded(.down))
        let day = total / 86_400
        self.init(
            year: 2026, month: 1, day: 5 + min(day, 26), weekday: day % 7 + 1, hour: total / 3600 % 24,
            minute: total / 60 % 60, second: total % 60)
    }
}

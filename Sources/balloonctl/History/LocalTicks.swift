import BalloonKit
import Charts
import ControlProtocol

/// Marks of an axis of time at round local times.
struct LocalTicks {
    let since: UnixTime
    let until: UnixTime
    /// At most so many.
    let most: Int

    private static let daySeconds = 86400
    /// Parts of a day, in seconds.
    private static let steps = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
    ]
    private static let dayedSteps = [1, 2, 7, 14, 30, 90, 365]

    var ticks: [TimeChart.Tick] {
        let length = max(1, Int(clamping: until.since(since).components.seconds))
        if let step = Self.steps.first(where: { length / $0 < most }) { return withinDays(step: step) }
        let days = length / Self.daySeconds
        return wholeDays(step: Self.dayedSteps.first { days / $0 < most } ?? max(1, days / max(1, most)))
    }

    private func withinDays(step: Int) -> [TimeChart.Tick] {
        let first = LocalZone.civil(since)
        let start = (first.hour * 3600 + first.minute * 60 + first.second) / step * step
        return days.enumerated().flatMap { index, day in
            stride(from: index == 0 ? start : 0, to: Self.daySeconds, by: step).lazy.compactMap { second in
                var civil = day
                (civil.hour, civil.minute, civil.second) = (second / 3600, second / 60 % 60, second % 60)
                let text =
                    second == 0 ? ClockText.day(day) : step < 60 ? ClockText.seconds(civil) : ClockText.minutes(civil)
                return tick(civil, text)
            }
        }
    }

    private func wholeDays(step: Int) -> [TimeChart.Tick] {
        days.enumerated().compactMap { index, day in
            index % max(1, step) == 0 ? tick(day, ClockText.day(day)) : nil
        }
    }

    /// Nil outside of the period, and for what no clock ever showed.
    private func tick(_ civil: CivilTime, _ label: String) -> TimeChart.Tick? {
        guard let time = LocalZone.moments(civil).first, time >= since, time <= until else { return nil }
        return TimeChart.Tick(time.since(since).inSeconds, label)
    }

    /// Every day of the period; at most ten years of them.
    private var days: [CivilTime] {
        var days: [CivilTime] = []
        var noon = LocalZone.civil(since).midnight
        noon.hour = 12
        guard var time = LocalZone.moments(noon).first else { return [] }
        while days.count < 3660 {
            let day = LocalZone.civil(time).midnight
            if let start = LocalZone.moments(day).first, start > until { break }
            days.append(day)
            // Noon is noon within an hour, whatever clocks do.
            time = time.advanced(by: .seconds(Self.daySeconds))
        }
        return days
    }
}

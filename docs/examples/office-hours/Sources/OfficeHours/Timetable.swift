import BalloonKit

/// When day is.
struct Timetable {
    static let opens = Knob("opens", "When the day begins", unit: "hour of the day", range: 0...24, default: 8)
    static let closes = Knob(
        "closes", "When the day ends; earlier than its beginning for a day that goes past midnight",
        unit: "hour of the day", range: 0...24, default: 18)
    static let weekends = Knob("weekends", "1 where Saturday and Sunday are days of work", range: 0...1, default: 0)

    static let knobs = [opens, closes, weekends]

    private let opens: Double
    private let closes: Double
    private let restsOnWeekends: Bool

    init(_ knobs: KnobValues) {
        opens = knobs[Self.opens]
        closes = knobs[Self.closes]
        restsOnWeekends = knobs[Self.weekends] < 0.5
    }

    func isOpen(at clock: WallClock) -> Bool {
        if restsOnWeekends, clock.isWeekend { return false }
        let hour = clock.hourOfDay
        return opens <= closes ? (opens..<closes).contains(hour) : hour >= opens || hour < closes
    }
}

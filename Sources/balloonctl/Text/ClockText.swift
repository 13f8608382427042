import ControlProtocol

/// Moments as people read them, in the local time zone.
struct ClockText {
    /// What is of the same day is written without its date.
    let now: UnixTime

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `14:03:11`, and with its date when that is not today's.
    func exact(_ time: UnixTime) -> String {
        let civil = LocalZone.civil(time)
        let isToday = civil.midnight == LocalZone.civil(now).midnight
        return (isToday ? "" : Self.date(civil) + " ") + Self.seconds(civil)
    }

    /// `14:03`, and with its date when that is not today's.
    func brief(_ time: UnixTime) -> String {
        let civil = LocalZone.civil(time)
        let isToday = civil.midnight == LocalZone.civil(now).midnight
        return (isToday ? "" : Self.date(civil) + " ") + Self.minutes(civil)
    }

    /// `2026-11-23 14:03`.
    static func full(_ time: UnixTime) -> String {
        let civil = LocalZone.civil(time)
        return date(civil) + " " + minutes(civil)
    }

    /// `2026-11-23`.
    static func date(_ civil: CivilTime) -> String {
        "\(civil.year)-\(LocalZone.twoDigits(civil.month))-\(LocalZone.twoDigits(civil.day))"
    }

    /// `23 Nov`.
    static func day(_ civil: CivilTime) -> String {
        let month = months.indices.contains(civil.month - 1) ? months[civil.month - 1] : "?"
        return "\(civil.day) \(month)"
    }

    static func minutes(_ civil: CivilTime) -> String {
        LocalZone.twoDigits(civil.hour) + ":" + LocalZone.twoDigits(civil.minute)
    }

    static func seconds(_ civil: CivilTime) -> String { minutes(civil) + ":" + LocalZone.twoDigits(civil.second) }
}

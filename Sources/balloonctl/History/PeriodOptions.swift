import ArgumentParser
import BalloonKit
import ControlProtocol

/// `--since` and `--until`.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "From when on: 14:03, 2026-11-23T14:03, or 10m, 24h.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Until when (default: now).", valueName: "time"))
    var until: String?

    /// - Parameter age: how long ago the period begins when `--since` is not given.
    /// - Throws: ``ClientError`` with `.usage` for what is no time of the past, and for a period without length.
    func period(orSince age: Duration, in context: Context) throws(ClientError) -> Period {
        let now = context.wallTime()
        let end = try until.map { (text) throws(ClientError) in try Period.moment(text, "--until", now) }
        let begin = try since.map { (text) throws(ClientError) in try Period.moment(text, "--since", now) }
        let period = Period(since: begin ?? (end ?? now).advanced(by: .zero - age), until: end ?? now, now: now)
        guard period.since < period.until else {
            throw ClientError(
                .usage,
                "the time given with --since (\(period.clock.exact(period.since))) is not before that of --until (\(period.clock.exact(period.until)))"
            )
        }
        return period
    }
}

/// A stretch of the past, and the moment it is looked at.
struct Period {
    var since: UnixTime
    var until: UnixTime
    var now: UnixTime

    var length: Duration { until.since(since) }
    var clock: ClockText { ClockText(now: now) }

    /// `14:00 to 15:00`; to the second when it is short.
    var text: String {
        let write = length < .seconds(600) ? clock.exact : clock.brief
        return "\(write(since)) to \(write(until))"
    }

    /// - Throws: ``ClientError`` with `.usage`, which names the option.
    static func moment(_ text: String, _ option: String, _ now: UnixTime) throws(ClientError) -> UnixTime {
        do throws(TextError) {
            return try Moment.time(text, now: now)
        } catch {
            throw ClientError(.usage, "\(option): \(Text.printable(error.description))")
        }
    }
}

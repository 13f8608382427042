import BalloonKit
import Charts
import ControlProtocol
import ControlSamples
import Testing

@testable import balloonctl

@Suite("Times of the past as people type them")
struct MomentTests {
    init() { useBerlin() }

    /// 2026-11-23 15:03:11 in Berlin.
    private let now = Samples.moment

    private func read(_ text: String) throws -> String {
        let time = try Moment.time(text, now: now)
        let civil = LocalZone.civil(time)
        return ClockText.date(civil) + " " + ClockText.seconds(civil)
    }

    private func complaint(_ text: String) -> String {
        do throws(TextError) {
            _ = try Moment.time(text, now: now)
            return ""
        } catch {
            return error.description
        }
    }

    @Test(
        "times of day, dates, RFC 3339 and ages",
        arguments: [
            ("14:03", "2026-11-23 14:03:00"), ("14:03:11", "2026-11-23 14:03:11"), ("0:00", "2026-11-23 00:00:00"),
            ("2026-11-22", "2026-11-22 00:00:00"), ("2026-11-22 14:03", "2026-11-22 14:03:00"),
            ("2026-11-22T14:03:59", "2026-11-22 14:03:59"), ("2026-11-22T14:03:59Z", "2026-11-22 15:03:59"),
            ("2026-11-22T14:03:59.75+05:30", "2026-11-22 09:33:59"), ("2026-11-22 14:03-01:00", "2026-11-22 16:03:00"),
            ("10m", "2026-11-23 14:53:11"), ("24h", "2026-11-22 15:03:11"), ("7d", "2026-11-16 15:03:11"),
            ("1h30m", "2026-11-23 13:33:11"), ("now", "2026-11-23 15:03:11"), ("2024-02-29", "2024-02-29 00:00:00"),
        ])
    func reads(text: String, expected: String) throws { #expect(try read(text) == expected) }

    @Test(
        "what is no time says what would be",
        arguments: [
            "", "25:00", "14:60", "14", "14:03:61", "yesterday", "-5m", "14:03:11:00", "2026-11-22T",
            "2026-11-22X14:03",
            "2026-11-22T14:03+1", "14:03.5", "٣:٠٠", "99999999999d",
        ])
    func unreadable(text: String) { #expect(complaint(text).contains("is no time"), "\(complaint(text))") }

    @Test(
        "days that no calendar has", arguments: ["2026-02-29", "2026-13-01", "2026-04-31", "1969-01-01", "2026-00-10"])
    func noDay(text: String) { #expect(complaint(text).contains("is no day of the calendar")) }

    @Test("the future is refused; a time of day was meant for yesterday")
    func future() {
        #expect(
            complaint("23:00")
                == "'23:00' is in the future: it is 15:03:11 now; for yesterday write '2026-11-22 23:00'")
        #expect(complaint("2026-11-24") == "'2026-11-24' is in the future: it is 15:03:11 now")
    }

    @Test("clocks that are put forward skip an hour, clocks that are put back show one twice")
    func daylightSaving() throws {
        #expect(complaint("2026-03-29 02:30") == "'2026-03-29 02:30' never was: clocks went past it on 2026-03-29")
        let first = try Moment.time("2026-10-25 02:30", now: now)
        let second = try Moment.time("2026-10-25T02:30:00+01:00", now: now)
        #expect(second.since(first) == .seconds(3600))
        // A day that lasted 25 hours.
        let sunday = try Moment.time("2026-10-25", now: now)
        let day = try Moment.time("2026-10-26", now: now).since(sunday)
        #expect(day == .seconds(25 * 3600))
    }

    @Test("marks of an axis stand at round local times, also where a day has 25 hours")
    func ticks() throws {
        let since = try Moment.time("2026-10-24 22:10", now: now)
        let until = try Moment.time("2026-10-26 12:00", now: now)
        let ticks = LocalTicks(since: since, until: until, most: 8).ticks
        #expect(ticks.map(\.label) == ["25 Oct", "06:00", "12:00", "18:00", "26 Oct", "06:00", "12:00"])
        #expect(ticks[1].place - ticks[0].place == 7 * 3600)
        let minutes = LocalTicks(since: until.advanced(by: .seconds(-300)), until: until, most: 6).ticks
        #expect(minutes.map(\.label) == ["11:55", "11:56", "11:57", "11:58", "11:59", "12:00"])
        let year = LocalTicks(since: until.advanced(by: .seconds(-400 * 86400)), until: until, most: 6).ticks
        #expect((2...7).contains(year.count))
    }
}

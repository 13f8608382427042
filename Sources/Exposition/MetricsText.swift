import BalloonKit
import ControlProtocol

/// What the daemon knows, for Prometheus: one scrape as text.
///
/// Names begin with `balloond_` and end in their unit: `_bytes`, `_seconds`, `_ratio` (0 ... 1), `_total` for what only grows.
/// Labels are bounded: guests by those present, states by their vocabulary. Reasons are sentences and never labels.
public enum MetricsText {
    /// The value of `Content-Type`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// One scrape. What is not known is left out.
    ///
    /// - Parameter guests: rows by name; of two rows of one name the first counts, since Prometheus refuses a scrape with
    ///   the same series twice.
    public static func bytes(status: StatusReport, guests: [GuestReport]) -> [UInt8] {
        var text = ExpositionWriter(capacity: 16_384 + guests.count * 1500)
        text.addDaemon(status)
        text.addPool(status.pool)
        text.addLadder(status)
        text.addGuestCounts(status, guests)
        text.addGuests(guests)
        text.addCounters(status.counters)
        return text.bytes
    }
}

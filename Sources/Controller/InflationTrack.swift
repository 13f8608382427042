import BalloonKit

/// How fast a guest's balloon inflates, by its last two readings, which come once a second.
struct InflationTrack: Sendable, Hashable {
    /// Readings that show no more for so long show that it stands still.
    private static let patience = Duration.milliseconds(1200)

    private var actual: ByteCount?
    private var time = MonotonicTime.origin
    /// Bytes a second.
    private(set) var rate = ByteCount.zero

    /// Takes in a reading of `actual`, once a cycle.
    mutating func observe(_ reading: ByteCount?, at now: MonotonicTime) {
        guard let reading else { return }
        guard let before = actual, now > time else {
            actual = reading
            time = now
            return
        }
        if reading == before {
            if now - time > Self.patience { rate = .zero }
            return
        }
        rate = (before - reading).clampedToZero.scaled(by: 1 / Swift.max((now - time).inSeconds, 0.5))
        actual = reading
        time = now
    }
}

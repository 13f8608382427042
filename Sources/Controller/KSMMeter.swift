import BalloonKit

/// What ksmd used of a processor over the last seconds. Its time comes in ticks of 10 ms: less than a second is noise.
struct KSMMeter: Sendable, Hashable {
    private struct Reading: Sendable, Hashable {
        var time: MonotonicTime
        var used: Duration
    }

    /// Oldest first; a second apart and more.
    private var readings: [Reading] = []

    private static let span = Duration.seconds(5)
    private static let spacing = Duration.milliseconds(900)

    /// Takes in a reading, and returns the share and length of the time since the one before it, once it is long enough.
    mutating func add(_ used: Duration?, at now: MonotonicTime) -> (share: Double, seconds: Double)? {
        guard let used else {
            readings = []
            return nil
        }
        guard let last = readings.last, used >= last.used, now > last.time else {
            if readings.last.map({ $0.time == now }) != true { readings = [Reading(time: now, used: used)] }
            return nil
        }
        guard now - last.time >= Self.spacing else { return nil }
        readings.append(Reading(time: now, used: used))
        while readings.count > 2, now - readings[1].time >= Self.span { readings.removeFirst() }
        let seconds = (now - last.time).inSeconds
        return ((used - last.used).inSeconds / seconds, seconds)
    }

    /// The mean of the last 5 s; nil before there is one.
    var share: Double? {
        guard let first = readings.first, let last = readings.last, last.time > first.time else { return nil }
        return (last.used - first.used).inSeconds / (last.time - first.time).inSeconds
    }
}

import BalloonKit

/// How fast balloons' room is going, over half a minute: a burst that ends within seconds is no trend.
struct KSMTrend: Sendable, Hashable {
    /// Bytes a second; negative while room grows.
    private(set) var rate = 0.0
    private var room: ByteCount?
    private var time = MonotonicTime.origin

    private static let memory = 30.0
    private static let leastSpan = 0.5

    mutating func add(_ room: ByteCount, at now: MonotonicTime) {
        let span = (now - time).inSeconds
        if let before = self.room {
            guard span >= Self.leastSpan else { return }
            // What was long ago, across a pause, is no trend either.
            let gone = span > Self.memory ? 0 : Double((before - room).bytes) / span
            rate += (gone - rate) * Swift.min(1, span / (Self.memory + span))
        }
        self.room = room
        time = now
    }

    var going: ByteCount { ByteCount(Int64(exactly: rate.rounded()) ?? .zero).clampedToZero }
}

import BalloonKit

/// What was measured in the last cycle.
struct Reading: Sendable, Hashable {
    var actual: ByteCount?
    var resident: ByteCount?
    var time = MonotonicTime.origin
}
